import { expect, test } from "vitest";
import { clockTime, isoDuration, shareHeard, timeLeft } from "./time";

test.each([
  [0, "00:00"],
  [999, "00:00"],
  [61_000, "01:01"],
  [3_599_999, "59:59"],
  [3_600_000, "1:00:00"],
  [36_061_000, "10:01:01"],
  [-5, "00:00"],
])("%i ms is shown as %s", (ms, shown) => {
  expect(clockTime(ms)).toBe(shown);
});

test("what is left is never below nothing, and unknown without a length", () => {
  expect(timeLeft(10_000, 60_000, 1)).toBe(50_000);
  expect(timeLeft(61_000, 60_000, 1)).toBe(0);
  expect(timeLeft(10_000, null, 1)).toBeNull();
  expect(timeLeft(10_000, 60_000, 2)).toBe(25_000);
  expect(timeLeft(10_000, 60_000, 0.5)).toBe(100_000);
});

test("the share that was heard stays between nothing and all", () => {
  expect(shareHeard(30, 60)).toBe(0.5);
  expect(shareHeard(90, 60)).toBe(1);
  expect(shareHeard(90, null)).toBe(0);
  expect(shareHeard(90, 0)).toBe(0);
});

test("a duration for machines", () => {
  expect(isoDuration(90_500)).toBe("PT90S");
});
