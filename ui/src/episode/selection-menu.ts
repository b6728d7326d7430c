import type { TFunction } from "i18next";
import { Check, CircleDashed, Download, Heart, HeartOff, ListEnd, ListPlus } from "lucide-react";
import type { Actions } from "../app/actions";
import type { EpisodeSummary } from "../backend/bindings";
import type { Action } from "../kit/Actions";
import type { Choosing } from "../list/choosing";

/** What can be done with several episodes at once. */
export function selectionMenu(
  t: TFunction,
  { episode: act, like, list }: Actions,
  choosing: Choosing,
  episodes: readonly EpisodeSummary[],
): Action[] {
  const ids = episodes.map(({ id }) => id);
  const wanted = episodes.filter(
    ({ playable, download }) =>
      playable && (download.kind === "none" || download.kind === "failed"),
  );
  const allLiked = episodes.every(({ liked }) => liked);
  const playable = episodes.filter((it) => it.playable).map(({ id }) => id);
  return [
    ...(playable.length > 0
      ? [
          {
            id: "queue",
            label: t("queue.add"),
            icon: ListEnd,
            run: () => void list.queueLast(playable),
          },
          {
            id: "addToPlaylist",
            label: t("playlists.addTo"),
            icon: ListPlus,
            run: () => choosing.begin(playable),
          },
        ]
      : []),
    {
      id: "played",
      label: t("episodes.markPlayed"),
      icon: Check,
      run: () => void act.setPlayed(ids, true),
    },
    {
      id: "unplayed",
      label: t("episodes.markUnplayed"),
      icon: CircleDashed,
      run: () => void act.setPlayed(ids, false),
    },
    {
      id: "like",
      label: allLiked ? t("likes.unlike") : t("likes.like"),
      icon: allLiked ? HeartOff : Heart,
      run: () => void like.episodes(episodes, !allLiked),
    },
    ...(wanted.length > 0
      ? [
          {
            id: "download",
            label: t("episode.download"),
            icon: Download,
            run: () => {
              for (const { id } of wanted) void act.download(id);
            },
          },
        ]
      : []),
  ];
}
