import type { TFunction } from "i18next";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useTranslation as useLibrary } from "react-i18next";
import type { Spoken } from "./i18n";

const WordsContext = createContext<{ t: TFunction } | null>(null);

type WordsProps = { language: Spoken; children: ReactNode };

/** Asks i18next once for all that is below: each part that asked it by itself would make the window later. */
export function Words({ language, children }: WordsProps) {
  const { t } = useLibrary(undefined, { lng: language });
  const words = useMemo(() => ({ t }), [t]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** The words of the language that the app speaks. */
export function useTranslation(): { t: TFunction } {
  const words = useContext(WordsContext);
  if (!words) throw new Error("outside of the app");
  return words;
}
