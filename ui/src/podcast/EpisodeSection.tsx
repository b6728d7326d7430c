import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ArrowDownNarrowWide, ArrowUpNarrowWide } from "lucide-react";
import { useCallback, useState } from "react";
import type { PodcastSearch } from "../app/router";
import { useSearchText } from "../app/useSearchText";
import type { EpisodeFilter, Podcast } from "../backend/bindings";
import { episodesQuery } from "../backend/queries";
import { BulkBar } from "../episode/BulkBar";
import { EpisodeList } from "../episode/EpisodeList";
import { RowsSkeleton } from "../episode/RowsSkeleton";
import { useTranslation } from "../i18n/words";
import { Button, IconButton } from "../kit/Button";
import { FilterField } from "../kit/FilterField";
import { Segmented } from "../kit/Segmented";
import { Delayed, Empty, Failure, StaleNote } from "../kit/states";

const route = getRouteApi("/podcast/$podcastId");

export function EpisodeSection({ podcast }: { podcast: Podcast }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, title } = podcast.summary;
  const { filter = "all", order = "newest", text: settledText = "" } = route.useSearch();
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());

  const change = useCallback(
    (part: PodcastSearch) =>
      void navigate({
        to: "/podcast/$podcastId",
        params: { podcastId: id },
        search: (it) => ({ ...it, ...part }),
        replace: true,
      }),
    [navigate, id],
  );
  const settle = useCallback((text: string) => change({ text: text || undefined }), [change]);
  const [text, setText] = useSearchText(settledText, settle);

  const query = useInfiniteQuery(episodesQuery(id, { filter, order, text: settledText.trim() }));
  const episodes = query.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = episodes.filter((episode) => selected.has(episode.id));

  const orderLabel = order === "newest" ? t("episodes.newest") : t("episodes.oldest");
  const OrderIcon = order === "newest" ? ArrowDownNarrowWide : ArrowUpNarrowWide;
  return (
    <section className="flex flex-1 flex-col">
      <div className="sticky top-0 z-10 -mx-4 border-b border-line bg-page px-4 py-2 frame:-mx-8 frame:px-8">
        {chosen.length > 1 ? (
          <BulkBar episodes={chosen} onClear={() => setSelected(new Set())} />
        ) : (
          <div className="flex flex-wrap items-center gap-2">
            <div className="no-scrollbar -my-1 max-w-full overflow-x-auto py-1">
              <Segmented<EpisodeFilter>
                label={t("episodes.filter")}
                value={filter}
                onChange={(it) => change({ filter: it === "all" ? undefined : it })}
                options={[
                  { id: "all", label: t("episodes.all") },
                  { id: "unplayed", label: t("episodes.unplayed") },
                  { id: "inProgress", label: t("episodes.inProgress") },
                  { id: "downloaded", label: t("episodes.downloaded") },
                ]}
              />
            </div>
            <div className="flex min-w-0 basis-full items-center justify-end gap-1 frame:flex-1 frame:basis-0">
              <FilterField label={t("episodes.titleFilter")} value={text} onChange={setText} />
              <IconButton
                label={orderLabel}
                onPress={() => change({ order: order === "newest" ? "oldest" : undefined })}
              >
                <OrderIcon size={18} aria-hidden="true" />
              </IconButton>
            </div>
          </div>
        )}
      </div>
      {episodes.length > 0 && !query.isFetchNextPageError ? (
        <StaleNote error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? (
        <Delayed>
          <RowsSkeleton />
        </Delayed>
      ) : query.isError && episodes.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : episodes.length === 0 ? (
        <NoEpisodes
          filter={filter}
          text={settledText.trim()}
          onShowAll={() => {
            setText("");
            change({ filter: undefined, text: undefined });
          }}
        />
      ) : (
        <EpisodeList
          key={`${filter} ${order}`}
          label={t("episodes.listLabel", { title })}
          episodes={episodes}
          selected={selected}
          onSelect={setSelected}
          isLoadingMore={query.isFetchingNextPage}
          moreError={query.isFetchNextPageError ? query.error : null}
          onMore={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
        />
      )}
    </section>
  );
}

function NoEpisodes(props: { filter: EpisodeFilter; text: string; onShowAll: () => void }) {
  const { t } = useTranslation();
  const { filter, text } = props;
  if (filter === "all" && text === "") {
    return <Empty title={t("episodes.empty")} text={t("episodes.emptyText")} />;
  }
  const titles = {
    all: "",
    unplayed: t("episodes.emptyUnplayed"),
    inProgress: t("episodes.emptyInProgress"),
    downloaded: t("episodes.emptyDownloaded"),
  };
  return (
    <Empty title={text ? t("episodes.noMatch", { text }) : titles[filter]}>
      <Button onPress={props.onShowAll}>{t("episodes.showAll")}</Button>
    </Empty>
  );
}
