import { useQuery } from "@tanstack/react-query";
import { episodePopularityQuery, podcastPopularityQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { usePopularityWords } from "./popularity";

/** Beside what is known of a podcast: what the server counts, once it has said so. */
export function PodcastCounts({ id }: { id: number }) {
  const { data } = useQuery(podcastPopularityQuery(id));
  const words = usePopularityWords()(data);
  if (!words) return null;
  return (
    <>
      <span aria-hidden="true">·</span>
      <span>{words}</span>
    </>
  );
}

/** How many listeners like an episode; nothing where nobody has said so. */
export function LikedBy({ id }: { id: number }) {
  const { t } = useTranslation();
  const { data } = useQuery(episodePopularityQuery(id));
  if (!data?.likes) return null;
  return <p className="text-[13px] text-soft">{t("discover.likedBy", { count: data.likes })}</p>;
}
