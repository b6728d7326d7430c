import type { QueryClient, QueryFilters } from "@tanstack/react-query";
import { type Listening, listen } from "./backend";
import type { BackendEvent, IpcError, PlayerClock, PlayerView } from "./bindings";
import { consequenceOf } from "./consequences";

/** Refreshing many feeds gives many events; what they make stale is read again once in a while. */
const GATHER_MS = 120;
/** After a quiet while the first event counts at once, with those that come along with it. */
const ALONG_MS = 8;

export type Ears = {
  onProblem: (error: IpcError) => void;
  onClock: (clock: PlayerClock) => void;
  onPlayer: (player: PlayerView) => void;
  onAsleep: () => void;
  onSwitched: () => void;
};

/** Keeps the cache in step with the backend until it is stopped. */
export function hearBackend(client: QueryClient, ears: Ears): Listening {
  const stale = new Map<string, QueryFilters>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushed = Number.NEGATIVE_INFINITY;

  const flush = () => {
    timer = undefined;
    flushed = performance.now();
    const filters = [...stale.values()];
    stale.clear();
    for (const filter of filters) void client.invalidateQueries(filter);
  };

  const hear = (event: BackendEvent) => {
    const consequence = consequenceOf(event);
    consequence.write?.(client, event);
    for (const filter of consequence.stale?.(event) ?? []) {
      stale.set(JSON.stringify([filter.queryKey, filter.predicate !== undefined]), filter);
    }
    if (stale.size > 0) {
      timer ??= setTimeout(flush, Math.max(ALONG_MS, flushed + GATHER_MS - performance.now()));
    }
    if (event.type === "problem") ears.onProblem(event.error);
    if (event.type === "playerClock") ears.onClock(event.clock);
    if (event.type === "playerChanged") ears.onPlayer(event.player);
    if (event.type === "sleepTimerEnded") ears.onAsleep();
    if (event.type === "profileSwitched") ears.onSwitched();
  };

  const { begun, stop } = listen(hear);
  const stopAll = () => {
    stop();
    clearTimeout(timer);
  };
  return { begun, stop: stopAll };
}
