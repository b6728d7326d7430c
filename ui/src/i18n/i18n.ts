import { createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import type { AppInfo, Settings } from "../backend/bindings";
import en from "./en.json";
import fr from "./fr.json";

export const languages = ["fr", "en"] as const;
export type Spoken = (typeof languages)[number];

export function newI18n(language: Spoken): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: en }, fr: { translation: fr } },
    interpolation: { escapeValue: false },
    initAsync: false,
    // A value that the backend did not give leaves a gap, never a placeholder.
    missingInterpolationHandler: () => "…",
  });
  return instance;
}

/** The language that the app speaks, and the locale of its dates and numbers. */
export function speaks(
  settings: Pick<Settings, "language">,
  info: AppInfo,
): { language: Spoken; locale: string } {
  const system = info.systemLanguage.replace("_", "-").split(".")[0] ?? "en";
  const ofSystem: Spoken = system.toLowerCase().startsWith("fr") ? "fr" : "en";
  const language = settings.language === "system" ? ofSystem : settings.language;
  const locale = ofSystem === language && isLocale(system) ? system : language;
  return { language, locale: locale.startsWith(language) ? locale : language };
}

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
