import type { TFunction } from "i18next";
import type { PrivacyLevel } from "../backend/bindings";

const LEVELS: readonly PrivacyLevel[] = ["public", "anonymous", "private"];

/** The three levels, from open to closed, with what each means. */
export const levelsOf = (t: TFunction) =>
  LEVELS.map((id) => ({
    id,
    label: t(`privacy.level.${id}`),
    text: t(`privacy.level.${id}Text`),
  }));
