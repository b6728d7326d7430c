import { useNavigate } from "@tanstack/react-router";
import {
  ArrowRight,
  Check,
  CircleDashed,
  Download,
  Heart,
  HeartOff,
  LibraryBig,
  ListEnd,
  ListPlus,
  ListStart,
  ListX,
  Pause,
  Play,
  Trash2,
  X,
} from "lucide-react";
import { useActions } from "../app/actions";
import { useServices } from "../app/services";
import type { EpisodeSummary, List } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import type { Action } from "../kit/Actions";
import { QUEUE } from "../list/actions";

type Shown = {
  isPlaying: boolean;
  onPage?: "podcast" | "episode";
  /** Among the entries of such a list. */
  inList?: List["kind"];
};

/** What can be done with an episode: the same in its buttons, its menu and the palette. */
export function useEpisodeMenu(): (episode: EpisodeSummary, shown: Shown) => Action[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { episode: act, like, player, list } = useActions();
  const { choosing } = useServices();

  const playback = (episode: EpisodeSummary, isPlaying: boolean): Action[] => {
    if (!episode.playable) return [];
    return isPlaying
      ? [{ id: "pause", label: t("episode.pause"), icon: Pause, run: () => void player.pause() }]
      : [{ id: "play", label: t("episode.play"), icon: Play, run: () => void act.play(episode) }];
  };

  const queue = ({ id, playable, queued }: EpisodeSummary, inList?: List["kind"]): Action[] => {
    if (!playable) return [];
    return [
      {
        id: "playNext",
        label: t("queue.putNext"),
        icon: ListStart,
        run: () => void list.queueNext([id]),
      },
      ...(inList === "queue"
        ? []
        : queued
          ? [
              {
                id: "unqueue",
                label: t("queue.takeOut"),
                icon: ListX,
                run: () => void list.takeOut(QUEUE, [id]),
              },
            ]
          : [
              {
                id: "queue",
                label: t("queue.add"),
                icon: ListEnd,
                run: () => void list.queueLast([id]),
              },
            ]),
      {
        id: "addToPlaylist",
        label: t("playlists.addTo"),
        icon: ListPlus,
        run: () => choosing.begin([id]),
      },
    ];
  };

  const download = (episode: EpisodeSummary): Action[] => {
    if (!episode.playable) return [];
    const { id } = episode;
    switch (episode.download.kind) {
      case "none":
        return [
          {
            id: "download",
            label: t("episode.download"),
            icon: Download,
            run: () => void act.download(id),
          },
        ];
      case "failed":
        return [
          {
            id: "download",
            label: t("episode.retryDownload"),
            icon: Download,
            run: () => void act.download(id),
          },
        ];
      case "queued":
      case "running":
        return [
          {
            id: "cancelDownload",
            label: t("episode.cancelDownload"),
            icon: X,
            run: () => void act.cancelDownload(id),
          },
        ];
      case "done":
        return [
          {
            id: "removeDownload",
            label: t("episode.removeDownload"),
            icon: Trash2,
            run: () => void act.removeDownload(episode),
          },
        ];
    }
  };

  return (episode, { isPlaying, onPage, inList }) => [
    ...playback(episode, isPlaying),
    ...queue(episode, inList),
    ...(episode.state === "played"
      ? [
          {
            id: "unplayed",
            label: t("episodes.markUnplayed"),
            icon: CircleDashed,
            run: () => void act.setPlayed([episode.id], false),
          },
        ]
      : [
          {
            id: "played",
            label: t("episodes.markPlayed"),
            icon: Check,
            run: () => void act.setPlayed([episode.id], true),
          },
        ]),
    {
      id: "like",
      label: episode.liked ? t("likes.unlike") : t("likes.like"),
      icon: episode.liked ? HeartOff : Heart,
      run: () => void like.episodes([episode], !episode.liked),
    },
    ...download(episode),
    ...(onPage === "episode"
      ? []
      : [
          {
            id: "open",
            label: t("episode.open"),
            icon: ArrowRight,
            run: () =>
              void navigate({ to: "/episode/$episodeId", params: { episodeId: episode.id } }),
            apart: true,
          },
        ]),
    ...(onPage === "podcast"
      ? []
      : [
          {
            id: "podcast",
            label: t("episode.goToPodcast"),
            icon: LibraryBig,
            run: () =>
              void navigate({
                to: "/podcast/$podcastId",
                params: { podcastId: episode.podcastId },
              }),
          },
        ]),
  ];
}
