import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { EpisodeSummary, PodcastSummary } from "../backend/bindings";
import {
  changeEpisodes,
  changePodcast,
  dropLikedEpisodes,
  dropLikedPodcast,
  optimistically,
} from "../backend/cache";
import { keys } from "../backend/queries";

/** Liking, and no longer liking, episodes and podcasts. */
export function likeActions(services: Services) {
  const { client, messages, i18n } = services;

  const say = (text: string, undo: () => void) =>
    messages.say({ tone: "info", text, action: { label: i18n.t("app.undo"), run: undo } });

  const setEpisodes = (ids: number[], liked: boolean): Promise<number[]> =>
    optimistically(
      client,
      [keys.episodeLists, keys.episodes, keys.player],
      () => {
        changeEpisodes(client, ids, (episode) => ({ ...episode, liked }));
        if (!liked) dropLikedEpisodes(client, ids);
      },
      () => backend.setEpisodesLiked(ids, liked),
    );

  const setPodcast = (id: number, liked: boolean): Promise<null> =>
    optimistically(
      client,
      [keys.podcastLists, keys.podcasts],
      () => {
        changePodcast(client, id, (podcast) => ({ ...podcast, liked }));
        if (!liked) dropLikedPodcast(client, id);
      },
      () => backend.setPodcastLiked(id, liked),
    );

  return {
    episodes: (episodes: readonly EpisodeSummary[], liked: boolean) => {
      const ids = episodes.map(({ id }) => id);
      const [only] = episodes;
      const one = episodes.length === 1 && only ? only.title : null;
      const counted = { count: ids.length };
      const text = one
        ? i18n.t(liked ? "likes.liked" : "likes.unliked", { title: one })
        : i18n.t(liked ? "likes.likedEpisodes" : "likes.unlikedEpisodes", counted);
      const undo = (changed: number[]) =>
        void attempt(services, () => setEpisodes(changed, !liked));
      return attempt(
        services,
        () => setEpisodes(ids, liked),
        (changed) => say(text, () => undo(changed)),
      );
    },
    podcast: ({ id, title }: PodcastSummary, liked: boolean) => {
      const text = i18n.t(liked ? "likes.liked" : "likes.unliked", { title });
      const undo = () => void attempt(services, () => setPodcast(id, !liked));
      return attempt(
        services,
        () => setPodcast(id, liked),
        () => say(text, undo),
      );
    },
  };
}
