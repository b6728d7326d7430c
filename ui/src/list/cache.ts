// What a list shows before the backend has changed it.
import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import type { EpisodePage, EpisodeSummary } from "../backend/bindings";

type Pages = InfiniteData<EpisodePage, string | null>;

/** All rows in the first page: a list is read again once the backend has changed it. */
function write(
  client: QueryClient,
  key: QueryKey,
  change: (items: EpisodeSummary[]) => EpisodeSummary[],
): void {
  client.setQueryData<Pages>(key, (data) => {
    if (!data) return data;
    const all = change(data.pages.flatMap(({ items }) => items));
    let from = 0;
    const pages = data.pages.map((page, index) => {
      const end = index === data.pages.length - 1 ? all.length : from + page.items.length;
      const items = all.slice(from, end);
      from = end;
      return { ...page, items };
    });
    return { ...data, pages };
  });
}

export function takeRows(client: QueryClient, key: QueryKey, ids: readonly number[]): void {
  const gone = new Set(ids);
  write(client, key, (items) => items.filter(({ id }) => !gone.has(id)));
}

/** In front of `beforeId`; without one at the end. */
export function moveRows(
  client: QueryClient,
  key: QueryKey,
  ids: readonly number[],
  beforeId: number | null,
): void {
  write(client, key, (items) => moved(items, ids, beforeId));
}

export function moved<T extends { id: number }>(
  items: readonly T[],
  ids: readonly number[],
  beforeId: number | null,
): T[] {
  const taken = ids.flatMap((id) => items.find((item) => item.id === id) ?? []);
  const rest = items.filter(({ id }) => !ids.includes(id));
  const found = rest.findIndex(({ id }) => id === beforeId);
  const at = found < 0 ? rest.length : found;
  return [...rest.slice(0, at), ...taken, ...rest.slice(at)];
}
