import { expect, test } from "vitest";
import { hueOf, initials } from "./placeholder";

test.each([
  ["La science, CQFD", "SC"],
  ["99% Invisible", "9I"],
  ["Émotions", "É"],
  ["The Daily", "D"],
  ["The", "T"],
  ["日本語の森ラジオ", "日"],
  ["…", "♪"],
])("%s is %s", (title, letters) => {
  expect(initials(title)).toBe(letters);
});

test("a hue stays the same, and differs between feeds", () => {
  const feeds = Array.from({ length: 100 }, (_, index) => `https://example.org/${index}.xml`);
  const hues = feeds.map(hueOf);
  expect(feeds.map(hueOf)).toEqual(hues);
  expect(new Set(hues).size).toBeGreaterThan(60);
  expect(hues.every((hue) => hue >= 0 && hue < 360)).toBe(true);
});
