import type { TFunction } from "i18next";

/** Speeds are in hundredths of the recorded one. */
export const SLOWEST = 50;
export const FASTEST = 300;
export const STEP = 5;
/** What is within a press. */
export const PRESETS = [80, 100, 120, 150, 175, 200] as const;
/** What the settings offer. */
export const DEFAULTS = [
  50, 60, 70, 80, 90, 100, 110, 120, 125, 130, 140, 150, 160, 170, 175, 180, 200, 225, 250, 300,
] as const;

/** The next speed in a direction, or the last one that there is. */
export function stepped(percent: number, direction: 1 | -1): number {
  return Math.min(FASTEST, Math.max(SLOWEST, percent + direction * STEP));
}

/** Such as 1.25×. */
export function speedWords(t: TFunction, percent: number): string {
  return t("speed.value", { speed: percent / 100 });
}
