import { useInfiniteQuery } from "@tanstack/react-query";
import { Heart } from "lucide-react";
import { useState } from "react";
import type { EpisodeSummary } from "../backend/bindings";
import { likedEpisodesQuery } from "../backend/queries";
import { BulkBar } from "../episode/BulkBar";
import { EpisodeList } from "../episode/EpisodeList";
import { useTranslation } from "../i18n/words";
import { LikedList, type More } from "./LikedList";
import { NothingYet } from "./NothingYet";

export function LikedEpisodes() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(likedEpisodesQuery);
  const empty = (
    <NothingYet icon={Heart} title={t("likes.noEpisodes")} text={t("likes.noEpisodesText")} />
  );
  return (
    <LikedList query={query} empty={empty}>
      {(episodes, more) => <Episodes episodes={episodes} more={more} />}
    </LikedList>
  );
}

function Episodes({ episodes, more }: { episodes: EpisodeSummary[]; more: More }) {
  const { t } = useTranslation();
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const chosen = episodes.filter(({ id }) => selected.has(id));
  return (
    <>
      {chosen.length > 1 ? (
        <div className="sticky top-11 z-10 bg-page py-2">
          <BulkBar episodes={chosen} onClear={() => setSelected(new Set())} />
        </div>
      ) : null}
      <EpisodeList
        label={t("likes.episodesLabel")}
        episodes={episodes}
        selected={selected}
        onSelect={setSelected}
        withPodcast
        {...more}
      />
    </>
  );
}
