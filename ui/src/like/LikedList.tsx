import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { useUiReady } from "../app/useUiReady";
import { RowsSkeleton } from "../episode/RowsSkeleton";
import { Delayed, Failure, StaleNote } from "../kit/states";

export type More = { isLoadingMore: boolean; moreError: unknown; onMore: () => void };

type LikedListProps<T> = {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  empty: ReactNode;
  children: (items: T[], more: More) => ReactNode;
};

/** A list of a tab in its five states. */
export function LikedList<T>({ query, empty, children }: LikedListProps<T>) {
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  useUiReady(query.isSuccess);
  if (query.isPending) {
    return (
      <Delayed>
        <RowsSkeleton />
      </Delayed>
    );
  }
  const retry = () => void query.refetch();
  if (items.length === 0) {
    return query.isError ? <Failure error={query.error} onRetry={retry} /> : empty;
  }
  const more = {
    isLoadingMore: query.isFetchingNextPage,
    moreError: query.isFetchNextPageError ? query.error : null,
    onMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
  return (
    <>
      {query.isFetchNextPageError ? null : <StaleNote error={query.error} onRetry={retry} />}
      {children(items, more)}
    </>
  );
}
