import { useSyncExternalStore } from "react";
import { useServices } from "../app/services";
import type { Position } from "./clock";

/** Where the player is, in whole seconds, kept moving between its events. */
export function usePosition(): Position {
  const { clock } = useServices();
  return useSyncExternalStore(clock.subscribe, clock.shown);
}
