import { expect, test } from "vitest";
import { exactDate, relativeDate, shortDate } from "./date";

const at = (text: string) => new Date(text).getTime();
const NOW = at("2026-03-12T15:00:00");

test.each([
  ["2026-03-12T14:59:40", "now", "maintenant"],
  ["2026-03-12T14:40:00", "20 minutes ago", "il y a 20 minutes"],
  ["2026-03-12T14:00:00", "1 hour ago", "il y a 1 heure"],
  ["2026-03-12T06:00:00", "9 hours ago", "il y a 9 heures"],
  ["2026-03-11T23:30:00", "yesterday", "hier"],
  ["2026-03-10T02:00:00", "2 days ago", "avant-hier"],
  ["2026-03-06T02:00:00", "6 days ago", "il y a 6 jours"],
  ["2026-03-05T23:00:00", "Mar 5", "5 mars"],
  ["2025-12-31T23:00:00", "Dec 31, 2025", "31 déc. 2025"],
  ["2026-03-13T09:00:00", "Mar 13", "13 mars"],
])("%s is %s, %s", (then, english, french) => {
  expect(relativeDate(at(then), NOW, "en")).toBe(english);
  expect(relativeDate(at(then), NOW, "fr")).toBe(french);
});

test("half an hour ago counts minutes, even across midnight", () => {
  expect(relativeDate(at("2026-03-11T23:45:00"), at("2026-03-12T00:15:00"), "en")).toBe(
    "30 minutes ago",
  );
});

test("the exact date has the day of the week, the year and the time", () => {
  expect(exactDate(NOW, "fr")).toContain("jeudi 12 mars 2026");
  expect(exactDate(NOW, "en-GB")).toMatch(/Thursday,? 12 March 2026/);
  expect(shortDate(NOW, NOW, "fr")).toBe("12 mars");
});
