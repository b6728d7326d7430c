import type { TFunction } from "i18next";
import { relativeDate } from "../format/date";

const MINUTE = 60_000;

/** `just now`, `2 minutes ago`, in a sentence of its own; this computer's clock may have gone back. */
export function lastExchange(
  t: TFunction,
  thenMs: number | null,
  nowMs: number,
  locale: string,
): string {
  if (thenMs === null) return t("sync.neverExchanged");
  if (nowMs - thenMs < MINUTE) return t("sync.lastExchangeNow");
  return t("sync.lastExchange", { when: relativeDate(thenMs, nowMs, locale) });
}

/** When it is tried again by itself; nothing when it is not. */
export function nextAttempt(
  t: TFunction,
  untilMs: number,
  nowMs: number,
  locale: string,
): string | null {
  if (untilMs === 0) return null;
  if (untilMs - nowMs < MINUTE) return t("sync.nextAttemptSoon");
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" }).format(untilMs);
  return t("sync.nextAttempt", { time });
}

export function lastSeen(t: TFunction, thenMs: number, nowMs: number, locale: string): string {
  if (nowMs - thenMs < MINUTE) return t("devices.seenNow");
  return t("devices.seen", { when: relativeDate(thenMs, nowMs, locale) });
}

export function lastUsed(
  t: TFunction,
  thenMs: number | null,
  nowMs: number,
  locale: string,
): string {
  if (thenMs === null) return t("sync.apps.neverUsed");
  if (nowMs - thenMs < MINUTE) return t("sync.apps.usedNow");
  return t("sync.apps.used", { when: relativeDate(thenMs, nowMs, locale) });
}
