import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useActions } from "../app/actions";
import type { EpisodeSummary, List } from "../backend/bindings";
import { listEpisodesQuery } from "../backend/queries";
import { BulkBar } from "../episode/BulkBar";
import { RowsSkeleton } from "../episode/RowsSkeleton";
import { useTranslation } from "../i18n/words";
import { Delayed, Failure, StaleNote } from "../kit/states";
import { EntryList } from "./EntryList";
import { entriesMenu } from "./entries-menu";

type ListBodyProps = {
  list: List;
  label: string;
  /** While nothing is selected. */
  bar?: ReactNode;
  empty: ReactNode;
  /** Put in by other devices, and not read here yet. */
  missing?: number;
  isNarrow?: boolean;
};

/** A list in each of its states. */
export function ListBody({ list, label, bar, empty, missing = 0, isNarrow }: ListBodyProps) {
  const { t } = useTranslation();
  const { list: act } = useActions();
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const query = useInfiniteQuery(listEpisodesQuery(list));
  const episodes: EpisodeSummary[] = query.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = episodes.filter(({ id }) => selected.has(id));
  if (query.isPending) {
    return (
      <Delayed>
        <RowsSkeleton />
      </Delayed>
    );
  }
  if (query.isError && episodes.length === 0) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {episodes.length > 0 && !query.isFetchNextPageError ? (
        <StaleNote error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {missing > 0 ? (
        <p role="status" className="py-1 text-[13px] text-soft">
          {t("list.missing", { count: missing })}
        </p>
      ) : null}
      {episodes.length === 0 ? (
        empty
      ) : (
        <>
          {chosen.length > 1 ? (
            <BulkBar
              episodes={chosen}
              first={entriesMenu(t, act, list, chosen, episodes)}
              onClear={() => setSelected(new Set())}
            />
          ) : (
            bar
          )}
          <EntryList
            label={label}
            list={list}
            episodes={episodes}
            selected={selected}
            onSelect={setSelected}
            isLoadingMore={query.isFetchingNextPage}
            moreError={query.isFetchNextPageError ? query.error : null}
            onMore={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
            isNarrow={isNarrow}
          />
        </>
      )}
    </>
  );
}
