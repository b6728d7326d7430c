import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { EpisodeProgressBefore, EpisodeSummary, PlayerView } from "../backend/bindings";
import { changeDownload, changeEpisodes, optimistically } from "../backend/cache";
import { keys } from "../backend/queries";

const touched = [keys.episodeLists, keys.episodes, keys.player];

/** What a listener can do with episodes; every way to ask for it (button, menu, key) ends here. */
export function episodeActions(services: Services) {
  const { client, messages, i18n } = services;

  const restore = (before: EpisodeProgressBefore[]) =>
    attempt(services, () => backend.restoreProgress(before));

  const setPlayed = (ids: number[], played: boolean): Promise<boolean> => {
    const apply = () =>
      changeEpisodes(client, ids, (episode) => ({
        ...episode,
        state: played ? "played" : "new",
        positionMs: 0,
      }));
    const sayDone = (before: EpisodeProgressBefore[]) => {
      const count = { count: ids.length };
      messages.say({
        tone: "info",
        text: played
          ? i18n.t("episodes.markedPlayed", count)
          : i18n.t("episodes.markedUnplayed", count),
        action: { label: i18n.t("app.undo"), run: () => void restore(before) },
      });
    };
    const run = () => optimistically(client, touched, apply, () => backend.setPlayed(ids, played));
    return attempt(services, run, sayDone);
  };

  const setDownload = (
    id: number,
    kind: "queued" | "none",
    run: () => Promise<unknown>,
    then?: () => void,
  ) =>
    attempt(
      services,
      () => optimistically(client, touched, () => changeDownload(client, id, { kind }), run),
      then,
    );

  const download = (id: number) => setDownload(id, "queued", () => backend.download(id));

  const play = (episode: EpisodeSummary): Promise<unknown> => {
    const player = client.getQueryData<PlayerView>(keys.player);
    const isLoaded = player?.episode?.id === episode.id;
    const resumes = isLoaded && (player.phase === "paused" || player.phase === "playing");
    return attempt(services, () => (resumes ? backend.play() : backend.playEpisode(episode.id)));
  };

  return {
    play,
    setPlayed,
    download,
    cancelDownload: (id: number) => setDownload(id, "none", () => backend.cancelDownload(id)),
    removeDownload: (episode: EpisodeSummary) => {
      const { id, title } = episode;
      return setDownload(
        id,
        "none",
        () => backend.removeDownload(id),
        () =>
          messages.say({
            tone: "info",
            text: i18n.t("episode.removed", { title }),
            action: { label: i18n.t("episode.retryDownload"), run: () => void download(id) },
          }),
      );
    },
    openLink: (url: string) => attempt(services, () => backend.openLink(url)),
  };
}
