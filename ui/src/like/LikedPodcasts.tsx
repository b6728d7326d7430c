import { useInfiniteQuery } from "@tanstack/react-query";
import { Heart } from "lucide-react";
import { likedPodcastsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { PodcastList } from "../subscriptions/PodcastList";
import { LikedList } from "./LikedList";
import { NothingYet } from "./NothingYet";

export function LikedPodcasts() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(likedPodcastsQuery);
  const empty = (
    <NothingYet icon={Heart} title={t("likes.noPodcasts")} text={t("likes.noPodcastsText")} />
  );
  return (
    <LikedList query={query} empty={empty}>
      {(podcasts, more) => (
        <PodcastList label={t("likes.podcastsLabel")} podcasts={podcasts} {...more} />
      )}
    </LikedList>
  );
}
