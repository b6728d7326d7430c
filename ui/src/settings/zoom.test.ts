import { expect, test } from "vitest";
import { UNZOOMED, ZOOMS, zoomedIn, zoomedOut } from "./zoom";

test("steps lead up and down, and end", () => {
  expect(zoomedIn(UNZOOMED)).toBe(110);
  expect(zoomedOut(UNZOOMED)).toBe(90);
  expect(zoomedIn(300)).toBe(300);
  expect(zoomedOut(50)).toBe(50);
  for (const zoom of ZOOMS.slice(0, -1)) expect(zoomedOut(zoomedIn(zoom))).toBe(zoom);
});

test("a zoom between two steps finds its way back to one", () => {
  expect(zoomedIn(103)).toBe(110);
  expect(zoomedOut(103)).toBe(100);
});
