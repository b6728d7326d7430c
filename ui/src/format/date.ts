const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Relative while it says more than the date: up to six days ago. */
export function relativeDate(thenMs: number, nowMs: number, locale: string): string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const age = nowMs - thenMs;
  const days = calendarDays(thenMs, nowMs);
  // A publisher's clock can be ahead.
  if (age < 0) return shortDate(thenMs, nowMs, locale);
  if (age < MINUTE) return relative.format(0, "second");
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), "minute");
  if (days === 0) return relative.format(-Math.floor(age / HOUR), "hour");
  if (days < 7) return relative.format(-days, "day");
  return shortDate(thenMs, nowMs, locale);
}

/** Day and month, with the year when it is another one. */
export function shortDate(thenMs: number, nowMs: number, locale: string): string {
  const sameYear = new Date(thenMs).getFullYear() === new Date(nowMs).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: sameYear ? undefined : "numeric",
  }).format(thenMs);
}

/** The whole date and the time of day. */
export function exactDate(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" }).format(ms);
}

function calendarDays(thenMs: number, nowMs: number): number {
  const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
  // Rounded, for a day has 23 or 25 hours when the clocks change.
  return Math.round((midnight(nowMs) - midnight(thenMs)) / DAY);
}
