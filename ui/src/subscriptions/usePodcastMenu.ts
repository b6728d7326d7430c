import { useNavigate } from "@tanstack/react-router";
import { ArrowRight, Bell, BellOff, Heart, HeartOff, Layers, Link2, RotateCw } from "lucide-react";
import { useActions } from "../app/actions";
import { useServices } from "../app/services";
import type { PodcastSummary } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import type { Action } from "../kit/Actions";
import { usePrivacyMenu } from "../privacy/usePrivacyMenu";

export function useOpenPodcast(): (podcastId: number) => void {
  const navigate = useNavigate();
  return (podcastId) => void navigate({ to: "/podcast/$podcastId", params: { podcastId } });
}

/** What can be done with a podcast in a list, for its menu. */
export function usePodcastMenu(): (podcast: PodcastSummary) => Action[] {
  const { t } = useTranslation();
  const open = useOpenPodcast();
  const privacyMenuOf = usePrivacyMenu();
  const { like, podcast: act } = useActions();
  const { grouping } = useServices();
  return (podcast) => [
    {
      id: "open",
      label: t("subscriptions.open"),
      icon: ArrowRight,
      run: () => open(podcast.id),
    },
    {
      id: "refresh",
      label: t("podcast.refresh"),
      icon: RotateCw,
      run: () => void act.refresh(podcast.id),
    },
    {
      id: "like",
      label: podcast.liked ? t("likes.unlike") : t("likes.like"),
      icon: podcast.liked ? HeartOff : Heart,
      run: () => void like.podcast(podcast, !podcast.liked),
    },
    {
      id: "copy",
      label: t("podcast.copyAddress"),
      icon: Link2,
      run: () => void act.copyFeedAddress(podcast),
    },
    {
      id: "collections",
      label: t("collections.choose"),
      icon: Layers,
      run: () => grouping.begin([podcast.id]),
    },
    ...privacyMenuOf(podcast),
    podcast.subscribed
      ? {
          id: "unsubscribe",
          label: t("podcast.unsubscribe"),
          icon: BellOff,
          run: () => void act.unsubscribe(podcast),
          apart: true,
        }
      : {
          id: "subscribe",
          label: t("podcast.subscribe"),
          icon: Bell,
          run: () => void act.resubscribe(podcast),
          apart: true,
        },
  ];
}
