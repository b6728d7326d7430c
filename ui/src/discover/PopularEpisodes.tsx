import { useNavigate } from "@tanstack/react-router";
import { useId } from "react";
import { GridList, GridListItem } from "react-aria-components";
import type { PopularEpisode } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Cover } from "../kit/Cover";
import { pictureOf, usePopularityWords } from "./popularity";
import { SubscribeButton } from "./SubscribeButton";

/** Those that are in the library open; of the others one can follow the podcast. */
export function PopularEpisodes({ episodes }: { episodes: readonly PopularEpisode[] }) {
  const { t } = useTranslation();
  const title = useId();
  const navigate = useNavigate();
  if (episodes.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 id={title} className="mb-2 text-[16px] font-strong tracking-[-0.01em]">
        {t("discover.episodes")}
      </h2>
      <GridList
        aria-labelledby={title}
        disallowTypeAhead
        onAction={(key) => {
          const episodeId = episodes.find((it) => it.key === key)?.episodeId;
          if (episodeId !== null && episodeId !== undefined)
            void navigate({ to: "/episode/$episodeId", params: { episodeId } });
        }}
        className="-mx-3 outline-none"
      >
        {episodes.map((episode) => (
          <Row key={episode.key} episode={episode} />
        ))}
      </GridList>
    </section>
  );
}

function Row({ episode }: { episode: PopularEpisode }) {
  const words = usePopularityWords()(episode.popularity);
  const { title, podcastTitle, feedUrl } = episode;
  return (
    <GridListItem
      id={episode.key}
      textValue={title}
      data-testid="popular-episode"
      className={`ring-inset-focus flex items-center gap-4 rounded-md px-3 py-2 ${
        episode.episodeId === null ? "" : "cursor-pointer hovered:bg-veil"
      }`}
    >
      <Cover
        {...pictureOf(episode, 96)}
        title={podcastTitle ?? title}
        seed={feedUrl}
        size={96}
        className="w-12 rounded-sm"
      />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 font-medium frame:line-clamp-1">{title}</span>
        <span className="tabular block truncate text-[13px] text-soft">
          {[podcastTitle, words].filter(Boolean).join(" · ")}
        </span>
      </span>
      {episode.episodeId === null ? (
        <SubscribeButton found={episode} title={podcastTitle ?? title} />
      ) : null}
    </GridListItem>
  );
}
