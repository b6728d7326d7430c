import { wcagContrast } from "culori";
import { describe, expect, test } from "vitest";
import { accentOf, tintOf } from "./color";

const grounds = {
  light: ["#fdfbf9", "#f7f3ef", "#ffffff"],
  dark: ["#171310", "#120e0b", "#221d19"],
} as const;

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test("every hue can be read on every surface, and written upon", () => {
    for (let hue = 0; hue < 360; hue += 5) {
      for (const chroma of [0.02, 0.1, 0.3]) {
        const { accent, fill, fillHover, onFill } = accentOf({ hue, chroma }, theme);
        const place = `hue ${hue}, chroma ${chroma}`;
        for (const ground of grounds[theme]) {
          expect(wcagContrast(accent, ground), `words, ${place}`).toBeGreaterThanOrEqual(4.5);
          expect(wcagContrast(fill, ground), `controls, ${place}`).toBeGreaterThanOrEqual(3);
        }
        expect(wcagContrast(fill, onFill), `on it, ${place}`).toBeGreaterThanOrEqual(4.5);
        expect(wcagContrast(fillHover, onFill), `hovered, ${place}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});

const pixels = (...colors: [number, number, number, number?][]) =>
  new Uint8ClampedArray(colors.flatMap(([r, g, b, a = 255]) => [r, g, b, a]));

test("the strongest hue of a cover wins over its background", () => {
  const blue = tintOf(pixels([250, 250, 250], [20, 20, 24], [20, 60, 220], [24, 66, 225]));
  expect(blue?.hue).toBeGreaterThan(240);
  expect(blue?.hue).toBeLessThan(290);
});

test("a grey or transparent cover has no hue", () => {
  expect(tintOf(pixels([128, 128, 128], [250, 250, 250], [0, 0, 0]))).toBeNull();
  expect(tintOf(pixels([255, 0, 0, 0]))).toBeNull();
});
