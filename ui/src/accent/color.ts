// The colour of a cover as an accent that can be read on the page and written upon.
import { clampChroma, converter, formatCss, type Oklch, wcagContrast } from "culori";
import type { CSSProperties } from "react";
import type { ResolvedTheme } from "../app/look";

/** A hue in degrees and a strength (OKLCH chroma). */
export type Tint = { hue: number; chroma: number };

const TEXT_CONTRAST = 4.5;
const CONTROL_CONTRAST = 3;
const CHROMA = { least: 0.07, most: 0.17 };
/** As grey as this, a cover has no colour to give. */
const GREY = 0.035;
const HUE_BINS = 24;

// Against the surface that is hardest: the sidebar's grey, the raised dark.
const grounds: Record<ResolvedTheme, Record<"accent" | "fill" | "step", number> & { page: Oklch }> =
  {
    light: { page: oklch(0.965, 0.005, 65), accent: 0.58, fill: 0.68, step: -0.01 },
    dark: { page: oklch(0.235, 0.008, 55), accent: 0.72, fill: 0.72, step: 0.01 },
  };

function oklch(l: number, c: number, h: number): Oklch {
  return { mode: "oklch", l, c, h };
}

const inGamut = (color: Oklch): Oklch => clampChroma(color, "oklch");

export type Accent = { accent: Oklch; fill: Oklch; fillHover: Oklch; onFill: Oklch };

/** The accent of a tint: as near to it as the contrast with page and text allows. */
export function accentOf(tint: Tint, theme: ResolvedTheme): Accent {
  const { page, accent, fill, step } = grounds[theme];
  const chroma = Math.min(CHROMA.most, Math.max(CHROMA.least, tint.chroma));
  const onFill = inGamut(oklch(0.17, 0.035, tint.hue));
  const at = (lightness: number) => inGamut(oklch(lightness, chroma, tint.hue));
  const from = (start: number, contrast: number) => {
    let lightness = start;
    while (lightness > 0.2 && lightness < 0.97 && wcagContrast(at(lightness), page) < contrast) {
      lightness += step;
    }
    return lightness;
  };
  const filled = from(fill, CONTROL_CONTRAST);
  return {
    accent: at(from(accent, TEXT_CONTRAST)),
    fill: at(filled),
    fillHover: at(filled + (theme === "light" ? -0.03 : 0.05)),
    onFill,
  };
}

export function accentStyle(tint: Tint, theme: ResolvedTheme): CSSProperties {
  const { accent, fill, fillHover, onFill } = accentOf(tint, theme);
  return {
    "--accent": formatCss(accent),
    "--fill": formatCss(fill),
    "--fill-hover": formatCss(fillHover),
    "--on-fill": formatCss(onFill),
    "--accent-veil": formatCss({ ...fill, alpha: theme === "light" ? 0.13 : 0.16 }),
  } as CSSProperties;
}

const toOklch = converter("oklch");

/** The strongest hue of a picture (RGBA bytes); nothing for a grey one. */
export function tintOf(pixels: Uint8ClampedArray): Tint | null {
  const bins = Array.from({ length: HUE_BINS }, () => ({ weight: 0, x: 0, y: 0, chroma: 0 }));
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const [r = 0, g = 0, b = 0, alpha = 0] = pixels.subarray(at, at + 4);
    if (alpha < 128) continue;
    const color = toOklch({ mode: "rgb", r: r / 255, g: g / 255, b: b / 255 });
    const hue = color.h;
    if (hue === undefined || color.c < GREY || color.l < 0.15 || color.l > 0.97) continue;
    const bin = bins[Math.floor(hue / (360 / HUE_BINS)) % HUE_BINS];
    if (!bin) continue;
    bin.weight += color.c;
    bin.chroma += color.c * color.c;
    bin.x += color.c * Math.cos((hue * Math.PI) / 180);
    bin.y += color.c * Math.sin((hue * Math.PI) / 180);
  }
  const strongest = bins.reduce((best, bin) => (bin.weight > best.weight ? bin : best));
  if (strongest.weight === 0) return null;
  const hue = ((Math.atan2(strongest.y, strongest.x) * 180) / Math.PI + 360) % 360;
  return { hue, chroma: strongest.chroma / strongest.weight };
}
