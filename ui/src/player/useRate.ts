import { useQuery } from "@tanstack/react-query";
import type { PlayerView, Speeds } from "../backend/bindings";
import { playerQuery, speedsQuery } from "../backend/queries";

/**
 * How much of a podcast's recordings is heard in each second: as the player has it where it is in there, else as it
 * was chosen for the podcast or for everything.
 */
export function useRate(podcastId: number): number {
  const inPlayer = useQuery({ ...playerQuery, select: (it) => percentInPlayer(it, podcastId) });
  const chosen = useQuery({ ...speedsQuery, select: (it) => percentOf(it, podcastId) });
  return (inPlayer.data ?? chosen.data ?? 100) / 100;
}

function percentInPlayer({ episode, speed }: PlayerView, podcastId: number): number | null {
  return episode?.podcastId === podcastId ? speed.percent : null;
}

function percentOf({ own, defaultPercent }: Speeds, podcastId: number): number {
  return own.find((it) => it.podcastId === podcastId)?.percent ?? defaultPercent;
}
