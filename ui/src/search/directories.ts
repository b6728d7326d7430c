import type { TFunction } from "i18next";
import type { AskedDirectory, Directory } from "../backend/bindings";

export const nameOf = (t: TFunction, directory: Directory): string =>
  t(`search.directory.${directory}`);

/** `Apple Podcasts and fyyd`, as the language puts it. */
export function namesOf(
  t: TFunction,
  locale: string,
  directories: readonly AskedDirectory[],
): string {
  const names = directories.map(({ directory }) => nameOf(t, directory));
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
}
