import { useEffect, useReducer, useSyncExternalStore } from "react";
import { useServices } from "../app/services";
import { positionAt } from "./clock";

/** Often enough that seconds change on time. */
const FRAME_MS = 200;

export type Position = { positionMs: number; durationMs: number | null; bufferedMs: number | null };

/** Where the player is, kept moving between its events. */
export function usePosition(): Position {
  const { clock } = useServices();
  const anchor = useSyncExternalStore(clock.subscribe, clock.anchor);
  const [, move] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!anchor.running) return;
    const timer = setInterval(move, FRAME_MS);
    return () => clearInterval(timer);
  }, [anchor.running]);
  return {
    positionMs: positionAt(anchor, performance.now()),
    durationMs: anchor.durationMs,
    bufferedMs: anchor.bufferedMs,
  };
}
