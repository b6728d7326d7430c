import type { PlayerClock, PlayerView } from "../backend/bindings";

/** A position that was heard at a moment of `performance.now()`. */
export type Anchor = {
  episodeId: number | null;
  positionMs: number;
  atMs: number;
  running: boolean;
  /** Of the recording in each of the listener's seconds. */
  rate: number;
  durationMs: number | null;
  bufferedMs: number | null;
};

/** Clock events come every second; without one for this long, the clock is believed to stand. */
const TRUST_MS = 2500;
/** A correction backwards below this is hidden, so that the seconds never count back. */
const STEP_BACK_MS = 600;

/** Where the player is at `nowMs`, between two events. */
export function positionAt(anchor: Anchor, nowMs: number): number {
  const passed = anchor.running ? Math.min(TRUST_MS, Math.max(0, nowMs - anchor.atMs)) : 0;
  return Math.min(
    anchor.positionMs + passed * anchor.rate,
    anchor.durationMs ?? Number.POSITIVE_INFINITY,
  );
}

/** The anchor after an event: small corrections backwards are absorbed, seeks are not. */
export function corrected(before: Anchor, after: Anchor): Anchor {
  if (!after.running || before.episodeId !== after.episodeId) return after;
  const shown = positionAt(before, after.atMs);
  const back = shown - after.positionMs;
  return back > 0 && back < STEP_BACK_MS ? { ...after, positionMs: shown } : after;
}

/** What is shown of it, in whole seconds. */
export type Position = { positionMs: number; durationMs: number | null; bufferedMs: number | null };

const SECOND_MS = 1000;

const wholeSeconds = (ms: number) => Math.floor(ms / SECOND_MS) * SECOND_MS;

function shownAt(anchor: Anchor, nowMs: number): Position {
  const { durationMs, bufferedMs } = anchor;
  const positionMs = positionAt(anchor, nowMs);
  return {
    positionMs: positionMs === durationMs ? durationMs : wholeSeconds(positionMs),
    durationMs,
    bufferedMs: bufferedMs === null ? null : wholeSeconds(bufferedMs),
  };
}

/** How long until the next second, or the end; nothing when the clock stands, or is not trusted for that long. */
function nextChange(anchor: Anchor, nowMs: number): number | null {
  const positionMs = positionAt(anchor, nowMs);
  const end = anchor.durationMs ?? Number.POSITIVE_INFINITY;
  const inMs = (Math.min(wholeSeconds(positionMs) + SECOND_MS, end) - positionMs) / anchor.rate;
  const isTrusted = nowMs + inMs - anchor.atMs <= TRUST_MS;
  return anchor.running && inMs > 0 && isTrusted ? inMs : null;
}

/** Holds the anchor apart from the cache, so that only what shows the time renders with it, once a second. */
export class ClockStore {
  #anchor: Anchor = {
    episodeId: null,
    positionMs: 0,
    atMs: 0,
    running: false,
    rate: 1,
    durationMs: null,
    bufferedMs: null,
  };
  #shown = shownAt(this.#anchor, 0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    this.#show();
    return () => {
      this.#listeners.delete(changed);
      if (this.#listeners.size === 0) clearTimeout(this.#timer);
    };
  };

  readonly anchor = (): Anchor => this.#anchor;

  /** The same object as long as nothing of it is another. */
  readonly shown = (): Position => this.#shown;

  tick(clock: PlayerClock): void {
    this.#set(corrected(this.#anchor, { ...this.#anchor, ...clock, atMs: performance.now() }));
  }

  follow(player: PlayerView): void {
    const { positionMs, durationMs, bufferedMs } = player;
    const running = player.phase === "playing";
    const episodeId = player.episode?.id ?? null;
    const after = {
      episodeId,
      positionMs,
      durationMs,
      bufferedMs,
      running,
      rate: player.speed.percent / 100,
      atMs: performance.now(),
    };
    this.#set(corrected(this.#anchor, after));
  }

  /** Shows a place before the player has got there. */
  jump(positionMs: number): void {
    this.#set({ ...this.#anchor, positionMs, atMs: performance.now() });
  }

  /** Stands still, or goes on, before the player has said so. */
  run(running: boolean): void {
    const nowMs = performance.now();
    const positionMs = positionAt(this.#anchor, nowMs);
    this.#set({ ...this.#anchor, positionMs, running, atMs: nowMs });
  }

  #set(anchor: Anchor): void {
    this.#anchor = anchor;
    this.#show();
  }

  #show(): void {
    const nowMs = performance.now();
    const shown = shownAt(this.#anchor, nowMs);
    const isNew =
      shown.positionMs !== this.#shown.positionMs ||
      shown.durationMs !== this.#shown.durationMs ||
      shown.bufferedMs !== this.#shown.bufferedMs;
    if (isNew) {
      this.#shown = shown;
      for (const changed of this.#listeners) changed();
    }
    clearTimeout(this.#timer);
    const inMs = this.#listeners.size > 0 ? nextChange(this.#anchor, nowMs) : null;
    if (inMs !== null) this.#timer = setTimeout(() => this.#show(), Math.ceil(inMs));
  }
}
