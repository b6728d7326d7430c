// Every query of the app: its key, and how it is read. Nothing else calls a reading command.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { backend } from "./backend";
import type { EpisodeFilter, EpisodeOrder, PodcastOrder } from "./bindings";

export const PODCASTS_PER_PAGE = 200;
export const EPISODES_PER_PAGE = 200;

export type PodcastListView = { order: PodcastOrder; filter: string };
export type EpisodeListView = { filter: EpisodeFilter; order: EpisodeOrder; text: string };

export const keys = {
  startup: ["startup"],
  appInfo: ["appInfo"],
  settings: ["settings"],
  crashReport: ["crashReport"],
  podcastLists: ["podcasts"],
  podcastList: (view: PodcastListView) => ["podcasts", view],
  likedPodcasts: ["podcasts", "liked"],
  podcasts: ["podcast"],
  podcast: (id: number) => ["podcast", id],
  episodeLists: ["episodes"],
  episodeListsOf: (podcastId: number) => ["episodes", podcastId],
  episodeList: (podcastId: number, view: EpisodeListView) => ["episodes", podcastId, view],
  likedEpisodes: ["episodes", "liked"],
  episodes: ["episode"],
  episode: (id: number) => ["episode", id],
  bookmarks: ["bookmarks"],
  bookmarksOfAll: ["bookmarksOf"],
  bookmarksOf: (episodeId: number) => ["bookmarksOf", episodeId],
  player: ["player"],
  refreshProgress: ["refreshProgress"],
  sync: ["sync"],
  waitingChanges: ["waitingChanges"],
  connectedApps: ["connectedApps"],
  profiles: ["profiles"],
  newAccount: ["newAccount"],
} as const;

export const startupQuery = queryOptions({
  queryKey: keys.startup,
  queryFn: () => backend.startup(),
});

export const appInfoQuery = queryOptions({
  queryKey: keys.appInfo,
  queryFn: () => backend.appInfo(),
});

export const crashReportQuery = queryOptions({
  queryKey: keys.crashReport,
  queryFn: () => backend.crashReport(),
});

export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: () => backend.settings(),
});

export const podcastsQuery = (view: PodcastListView) =>
  infiniteQueryOptions({
    queryKey: keys.podcastList(view),
    queryFn: ({ pageParam }) =>
      backend.podcasts(view.order, view.filter || null, pageParam, PODCASTS_PER_PAGE),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const podcastQuery = (id: number) =>
  queryOptions({ queryKey: keys.podcast(id), queryFn: () => backend.podcast(id) });

export const episodesQuery = (podcastId: number, view: EpisodeListView) =>
  infiniteQueryOptions({
    queryKey: keys.episodeList(podcastId, view),
    queryFn: ({ pageParam }) =>
      backend.episodes(
        podcastId,
        view.filter,
        view.order,
        view.text || null,
        pageParam,
        EPISODES_PER_PAGE,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous, query) => (query?.queryKey[1] === podcastId ? previous : undefined),
  });

export const episodeQuery = (id: number) =>
  queryOptions({ queryKey: keys.episode(id), queryFn: () => backend.episode(id) });

export const likedPodcastsQuery = infiniteQueryOptions({
  queryKey: keys.likedPodcasts,
  queryFn: ({ pageParam }) => backend.likedPodcasts(pageParam, PODCASTS_PER_PAGE),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

export const likedEpisodesQuery = infiniteQueryOptions({
  queryKey: keys.likedEpisodes,
  queryFn: ({ pageParam }) => backend.likedEpisodes(pageParam, EPISODES_PER_PAGE),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

export const bookmarksQuery = infiniteQueryOptions({
  queryKey: keys.bookmarks,
  queryFn: ({ pageParam }) => backend.bookmarks(pageParam, EPISODES_PER_PAGE),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

export const bookmarksOfQuery = (episodeId: number) =>
  queryOptions({
    queryKey: keys.bookmarksOf(episodeId),
    queryFn: () => backend.bookmarksOf(episodeId),
  });

export const playerQuery = queryOptions({
  queryKey: keys.player,
  queryFn: () => backend.player(),
});

export const refreshProgressQuery = queryOptions({
  queryKey: keys.refreshProgress,
  queryFn: () => backend.refreshProgress(),
});

export const syncQuery = queryOptions({ queryKey: keys.sync, queryFn: () => backend.sync() });

export const waitingChangesQuery = queryOptions({
  queryKey: keys.waitingChanges,
  queryFn: () => backend.waitingChanges(),
});

/** Asks the server, which says nothing when its answer changes: read anew whenever it is shown. */
export const connectedAppsQuery = queryOptions({
  queryKey: keys.connectedApps,
  queryFn: () => backend.connectedApps(),
  staleTime: 0,
});

export const profilesQuery = queryOptions({
  queryKey: keys.profiles,
  queryFn: () => backend.profiles(),
});

/** A sign-in to an account that has no place here yet. */
export const newAccountQuery = queryOptions({
  queryKey: keys.newAccount,
  queryFn: () => backend.newAccount(),
});
