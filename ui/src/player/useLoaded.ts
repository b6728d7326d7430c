import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { PlayerView } from "../backend/bindings";
import { keys, playerQuery } from "../backend/queries";
import { isOn } from "./actions";

export type Loaded = { isOn: boolean; isWaiting: boolean };

/** How the player stands, for an episode that it holds; nothing for any other. */
export function useLoaded(episodeId: number): Loaded | null {
  const state = useQuery({ ...playerQuery, select: (player) => stateOf(player, episodeId) });
  switch (state.data) {
    case "waiting":
      return { isOn: true, isWaiting: true };
    case "on":
      return { isOn: true, isWaiting: false };
    case "off":
      return { isOn: false, isWaiting: false };
    default:
      return null;
  }
}

// A word rather than an object: a row renders only when its own state has changed.
function stateOf(player: PlayerView, episodeId: number): "none" | "off" | "on" | "waiting" {
  if (player.episode?.id !== episodeId) return "none";
  if (player.phase === "loading" || player.phase === "buffering") return "waiting";
  return isOn(player.phase) ? "on" : "off";
}

/** Whether an episode is being played, for what is asked only at the moment of an act. */
export function useIsOn(): (episodeId: number) => boolean {
  const client = useQueryClient();
  return (episodeId) => {
    const player = client.getQueryData<PlayerView>(keys.player);
    return player?.episode?.id === episodeId && isOn(player.phase);
  };
}
