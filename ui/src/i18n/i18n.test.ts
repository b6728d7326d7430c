import { expect, test } from "vitest";
import type { AppInfo, Language } from "../backend/bindings";
import { newI18n, speaks } from "./i18n";

const info = (systemLanguage: string): AppInfo => ({
  version: "",
  dataDir: "",
  platform: "",
  systemLanguage,
});

test.each<[Language, string, string, string]>([
  ["system", "fr-CA", "fr", "fr-CA"],
  ["system", "fr_FR.UTF-8", "fr", "fr-FR"],
  ["system", "de-DE", "en", "en"],
  ["system", "en-GB", "en", "en-GB"],
  ["fr", "en-GB", "fr", "fr"],
  ["en", "fr-FR", "en", "en"],
  ["system", "not a tag!", "en", "en"],
])("%s on a %s system speaks %s with %s dates", (language, system, spoken, locale) => {
  expect(speaks({ language }, info(system))).toEqual({ language: spoken, locale });
});

test("plurals follow the language", () => {
  const french = newI18n("fr").t;
  const english = newI18n("en").t;
  expect(french("podcast.episodes", { count: 0 })).toBe("0 épisode");
  expect(english("podcast.episodes", { count: 0 })).toBe("0 episodes");
  expect(french("podcast.episodes", { count: 1200 }).replace(/\s/g, " ")).toBe("1 200 épisodes");
  expect(english("podcast.episodes", { count: 1200 })).toBe("1,200 episodes");
  expect(french("podcast.episodes", { count: 2_000_000 })).toContain("d’épisodes");
});
