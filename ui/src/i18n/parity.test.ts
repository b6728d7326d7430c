import { expect, test } from "vitest";
import en from "./en.json";
import fr from "./fr.json";

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[path + key, value] as [string, string]]
      : leaves(value, `${path}${key}.`),
  );
}

const PLURAL = /_(one|many|other)$/;
const texts = { en: leaves(en), fr: leaves(fr) };
const base = (key: string) => key.replace(PLURAL, "");
const keysOf = (language: "en" | "fr") =>
  [...new Set(texts[language].map(([key]) => base(key)))].sort();

test("both languages say the same things", () => {
  expect(keysOf("fr")).toEqual(keysOf("en"));
});

test.each(["en", "fr"] as const)("%s has every plural form that the language needs", (language) => {
  const keys = new Set(texts[language].map(([key]) => key));
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const counted = [...keys].filter((key) => PLURAL.test(key)).map(base);
  const missing = counted.flatMap((key) =>
    needed.map((form) => `${key}_${form}`).filter((full) => !keys.has(full)),
  );
  expect(missing).toEqual([]);
});

test("both languages show the same values", () => {
  const values = (text: string) => [...text.matchAll(/{{\s*(\w+)/g)].map((it) => it[1]).sort();
  const english = new Map(texts.en.map(([key, text]) => [base(key), values(text)]));
  for (const [key, text] of texts.fr)
    expect([key, values(text)]).toEqual([key, english.get(base(key))]);
});

test("nothing is left empty, and apostrophes are typographic", () => {
  for (const [key, text] of [...texts.en, ...texts.fr]) {
    expect(text.trim(), key).not.toBe("");
    expect(text, key).not.toContain("'");
  }
});

test("French has no breaking space before double punctuation and within quotes", () => {
  const wrong = texts.fr.filter(([, text]) =>
    / [:;!?»]|« |[^\s\u00a0{}/s]:\s|[^\s\u00a0][;!?](\s|$)/.test(text),
  );
  expect(wrong).toEqual([]);
});
