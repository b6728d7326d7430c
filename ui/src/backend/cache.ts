// Changes to what is cached, wherever it is cached: a list, a page of its own, the player.
import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import type {
  Bookmark,
  BookmarkPage,
  Download,
  Episode,
  EpisodePage,
  EpisodeSummary,
  PlayerView,
  Podcast,
  PodcastPage,
  PodcastSummary,
} from "./bindings";
import { keys } from "./queries";

type Pages<P> = InfiniteData<P, string | null>;

function changeItems<T extends { id: number }, P extends { items: T[] }>(
  data: Pages<P> | undefined,
  ids: ReadonlySet<number>,
  change: (item: T) => T,
): Pages<P> | undefined {
  if (!data?.pages.some((page) => page.items.some((item) => ids.has(item.id)))) return data;
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => (ids.has(item.id) ? change(item) : item)),
  }));
  return { ...data, pages };
}

/** What is the app's, whoever listens. */
const OF_THE_APP: ReadonlySet<unknown> = new Set(
  [keys.startup, keys.appInfo, keys.settings, keys.profiles].map(([name]) => name),
);

/** Another listener's library is open: nothing that was read is true any more, and the same numbers name other things. */
export function forgetListener(client: QueryClient): void {
  const predicate = ({ queryKey }: { queryKey: QueryKey }) => !OF_THE_APP.has(queryKey[0]);
  void client.cancelQueries({ predicate });
  void client.resetQueries({ predicate });
}

export function changeEpisodes(
  client: QueryClient,
  ids: Iterable<number>,
  change: (episode: EpisodeSummary) => EpisodeSummary,
): void {
  const set = new Set(ids);
  client.setQueriesData<Pages<EpisodePage>>({ queryKey: keys.episodeLists }, (data) =>
    changeItems(data, set, change),
  );
  for (const id of set) {
    client.setQueryData<Episode>(
      keys.episode(id),
      (data) => data && { ...data, summary: change(data.summary) },
    );
  }
  client.setQueryData<PlayerView>(keys.player, (player) =>
    player?.episode && set.has(player.episode.id)
      ? { ...player, episode: change(player.episode) }
      : player,
  );
}

export function changeDownload(client: QueryClient, episodeId: number, download: Download): void {
  changeEpisodes(client, [episodeId], (episode) => ({ ...episode, download }));
}

export function changePodcast(
  client: QueryClient,
  id: number,
  change: (podcast: PodcastSummary) => PodcastSummary,
): void {
  const set = new Set([id]);
  client.setQueriesData<Pages<PodcastPage>>({ queryKey: keys.podcastLists }, (data) =>
    changeItems(data, set, change),
  );
  client.setQueryData<Podcast>(
    keys.podcast(id),
    (data) => data && { ...data, summary: change(data.summary) },
  );
}

type ListPage<T> = { items: T[]; next: string | null };

function keepItems<T>(
  data: Pages<ListPage<T>> | undefined,
  isKept: (item: T) => boolean,
): Pages<ListPage<T>> | undefined {
  if (!data) return data;
  const pages = data.pages.map((page) => ({ ...page, items: page.items.filter(isKept) }));
  return { ...data, pages };
}

/** From the lists of subscriptions; what is liked stays liked. */
export function dropFromPodcastLists(client: QueryClient, id: number): void {
  client.setQueriesData<Pages<PodcastPage>>(
    { queryKey: keys.podcastLists, predicate: ({ queryKey }) => queryKey[1] !== "liked" },
    (data) => keepItems(data, (podcast) => podcast.id !== id),
  );
}

export function dropLikedPodcast(client: QueryClient, id: number): void {
  client.setQueryData<Pages<PodcastPage>>(keys.likedPodcasts, (data) =>
    keepItems(data, (podcast) => podcast.id !== id),
  );
}

export function dropLikedEpisodes(client: QueryClient, ids: Iterable<number>): void {
  const set = new Set(ids);
  client.setQueryData<Pages<EpisodePage>>(keys.likedEpisodes, (data) =>
    keepItems(data, (episode) => !set.has(episode.id)),
  );
}

export function changeBookmark(client: QueryClient, changed: Bookmark): void {
  client.setQueryData<Pages<BookmarkPage>>(keys.bookmarks, (data) => {
    const change = (item: BookmarkPage["items"][number]) =>
      item.bookmark.id === changed.id ? { ...item, bookmark: changed } : item;
    const pages = data?.pages.map((page) => ({ ...page, items: page.items.map(change) }));
    return data && pages && { ...data, pages };
  });
  client.setQueryData<Bookmark[]>(keys.bookmarksOf(changed.episodeId), (all) =>
    all?.map((it) => (it.id === changed.id ? changed : it)),
  );
}

export function dropBookmark(client: QueryClient, { id, episodeId }: Bookmark): void {
  client.setQueryData<Pages<BookmarkPage>>(keys.bookmarks, (data) =>
    keepItems(data, ({ bookmark }) => bookmark.id !== id),
  );
  client.setQueryData<Bookmark[]>(keys.bookmarksOf(episodeId), (all) =>
    all?.filter((it) => it.id !== id),
  );
}

/** An episode that some query already holds, so that its page has something to show at once. */
export function cachedEpisode(client: QueryClient, id: number): EpisodeSummary | undefined {
  const lists = client.getQueriesData<Pages<EpisodePage>>({ queryKey: keys.episodeLists });
  for (const [, data] of lists) {
    for (const page of data?.pages ?? []) {
      const found = page.items.find((episode) => episode.id === id);
      if (found) return found;
    }
  }
  return client.getQueryData<Episode>(keys.episode(id))?.summary;
}

/** A podcast of some list. */
export function cachedPodcast(client: QueryClient, id: number): PodcastSummary | undefined {
  const lists = client.getQueriesData<Pages<PodcastPage>>({ queryKey: keys.podcastLists });
  const pages = lists.flatMap(([, data]) => data?.pages ?? []);
  return pages.flatMap(({ items }) => items).find((podcast) => podcast.id === id);
}

/**
 * Shows a change before the backend has made it, and takes it back when the backend fails.
 * What was being read meanwhile is read again, for the cancelled answer may never come.
 */
export async function optimistically<T>(
  client: QueryClient,
  touched: readonly QueryKey[],
  apply: () => void,
  run: () => Promise<T>,
): Promise<T> {
  const queries = touched.flatMap((queryKey) => client.getQueryCache().findAll({ queryKey }));
  const interrupted = queries.filter((query) => query.state.fetchStatus === "fetching");
  await Promise.all(touched.map((queryKey) => client.cancelQueries({ queryKey })));
  const before = queries.map((query) => [query.queryKey, query.state.data] as const);
  apply();
  try {
    return await run();
  } catch (error) {
    for (const [key, data] of before) client.setQueryData(key, data);
    throw error;
  } finally {
    for (const query of interrupted) void client.invalidateQueries({ queryKey: query.queryKey });
  }
}
