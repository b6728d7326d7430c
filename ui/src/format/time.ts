/** `mm:ss`, or `h:mm:ss` from an hour on; whole seconds that have passed. */
export function clockTime(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`
    : `${String(minutes).padStart(2, "0")}:${seconds}`;
}

/**
 * How long the rest takes to be heard, in milliseconds; nothing when the length is unknown. `rate` is
 * how much of a recording is heard in each second.
 */
export function timeLeft(
  positionMs: number,
  durationMs: number | null,
  rate: number,
): number | null {
  return durationMs === null ? null : Math.max(0, durationMs - positionMs) / rate;
}

/** How much was heard, 0 to 1. */
export function shareHeard(positionMs: number, durationMs: number | null): number {
  if (!durationMs) return 0;
  return Math.min(1, Math.max(0, positionMs / durationMs));
}

/** An ISO 8601 duration, for `<time datetime>`. */
export function isoDuration(ms: number): string {
  return `PT${Math.floor(ms / 1000)}S`;
}
