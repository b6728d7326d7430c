import { useQuery } from "@tanstack/react-query";
import type { AccentSubject } from "../accent/useAccent";
import type { EpisodeSummary } from "../backend/bindings";
import { podcastQuery } from "../backend/queries";

/** The picture of an episode: its own, else its podcast's, else a placeholder of the podcast. */
export function useEpisodeArt(episode: EpisodeSummary | undefined): AccentSubject | undefined {
  const { data: podcast } = useQuery({
    ...podcastQuery(episode?.podcastId ?? 0),
    enabled: episode !== undefined,
  });
  if (!episode) return undefined;
  const seed = podcast?.summary.feedUrl ?? episode.podcastTitle;
  if (episode.hasArtwork)
    return { of: { kind: "episode", id: episode.id }, hasArtwork: true, seed };
  return {
    of: { kind: "podcast", id: episode.podcastId },
    hasArtwork: podcast?.summary.hasArtwork ?? false,
    seed,
  };
}
