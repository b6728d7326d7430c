// Every query of the app: its key, and how it is read. Nothing else calls a reading command.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { backend } from "./backend";
import type { EpisodeFilter, EpisodeOrder, List, PodcastOrder } from "./bindings";

export const PODCASTS_PER_PAGE = 200;
export const EPISODES_PER_PAGE = 200;

export type PodcastListView = { order: PodcastOrder; filter: string };
export type EpisodeListView = { filter: EpisodeFilter; order: EpisodeOrder; text: string };

export const keys = {
  startup: ["startup"],
  appInfo: ["appInfo"],
  settings: ["settings"],
  background: ["background"],
  crashReport: ["crashReport"],
  update: ["update"],
  podcastLists: ["podcasts"],
  podcastList: (view: PodcastListView) => ["podcasts", view],
  likedPodcasts: ["podcasts", "liked"],
  podcasts: ["podcast"],
  podcast: (id: number) => ["podcast", id],
  episodeLists: ["episodes"],
  episodeListsOf: (podcastId: number) => ["episodes", podcastId],
  episodeList: (podcastId: number, view: EpisodeListView) => ["episodes", podcastId, view],
  likedEpisodes: ["episodes", "liked"],
  listEpisodes: (list: List) => ["episodes", "list", list.kind === "queue" ? "queue" : list.id],
  episodes: ["episode"],
  episode: (id: number) => ["episode", id],
  bookmarks: ["bookmarks"],
  bookmarksOfAll: ["bookmarksOf"],
  bookmarksOf: (episodeId: number) => ["bookmarksOf", episodeId],
  player: ["player"],
  speeds: ["speeds"],
  refreshProgress: ["refreshProgress"],
  queue: ["queue"],
  playlists: ["playlists"],
  playlist: (id: string) => ["playlist", id],
  collections: ["collections"],
  collection: (id: string) => ["collections", "one", id],
  collectionsWith: (podcastId: number) => ["collections", "with", podcastId],
  // Among the lists of podcasts, so that what happens to those is shown here too.
  collectionPodcasts: (id: string) => ["podcasts", "collection", id],
  sync: ["sync"],
  waitingChanges: ["waitingChanges"],
  connectedApps: ["connectedApps"],
  profiles: ["profiles"],
  newAccount: ["newAccount"],
  discover: ["discover"],
  popularity: ["popularity"],
  podcastPopularity: (id: number) => ["popularity", "podcast", id],
  episodePopularity: (id: number) => ["popularity", "episode", id],
  searches: ["search"],
  search: (words: string) => ["search", words],
  searchSettings: ["searchSettings"],
  networkSettings: ["networkSettings"],
  connection: ["connection"],
  syncLog: ["syncLog"],
  devices: ["devices"],
  privacy: ["privacy"],
  importPreview: ["importPreview"],
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

export const updateQuery = queryOptions({
  queryKey: keys.update,
  queryFn: () => backend.update(),
});

export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: () => backend.settings(),
});

/** The desktop says nothing when it gets or loses a tray: read anew whenever it is shown. */
export const backgroundQuery = queryOptions({
  queryKey: keys.background,
  queryFn: () => backend.background(),
  staleTime: 0,
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

export const listEpisodesQuery = (list: List) =>
  infiniteQueryOptions({
    queryKey: keys.listEpisodes(list),
    queryFn: ({ pageParam }) => backend.listEpisodes(list, pageParam, EPISODES_PER_PAGE),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const queueQuery = queryOptions({ queryKey: keys.queue, queryFn: () => backend.queue() });

export const playlistsQuery = queryOptions({
  queryKey: keys.playlists,
  queryFn: () => backend.playlists(),
});

export const playlistQuery = (id: string) =>
  queryOptions({ queryKey: keys.playlist(id), queryFn: () => backend.playlist(id) });

export const collectionsQuery = queryOptions({
  queryKey: keys.collections,
  queryFn: () => backend.collections(),
});

export const collectionQuery = (id: string) =>
  queryOptions({ queryKey: keys.collection(id), queryFn: () => backend.collection(id) });

export const collectionsWithQuery = (podcastId: number) =>
  queryOptions({
    queryKey: keys.collectionsWith(podcastId),
    queryFn: () => backend.collectionsWith(podcastId),
  });

export const collectionPodcastsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.collectionPodcasts(id),
    queryFn: ({ pageParam }) =>
      backend.collectionPodcasts(id, "title", pageParam, PODCASTS_PER_PAGE),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
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

export const speedsQuery = queryOptions({
  queryKey: keys.speeds,
  queryFn: () => backend.speeds(),
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

export const syncLogQuery = queryOptions({
  queryKey: keys.syncLog,
  queryFn: () => backend.syncLog(),
});

export const devicesQuery = queryOptions({
  queryKey: keys.devices,
  queryFn: () => backend.devices(),
});

export const privacyQuery = queryOptions({
  queryKey: keys.privacy,
  queryFn: () => backend.privacy(),
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

/** What was told last. Looking at it asks for newer where that is old, so it is read whenever it is shown. */
export const discoverQuery = queryOptions({
  queryKey: keys.discover,
  queryFn: () => backend.discover(),
  staleTime: 0,
});

export const podcastPopularityQuery = (id: number) =>
  queryOptions({
    queryKey: keys.podcastPopularity(id),
    queryFn: () => backend.podcastPopularity(id),
    staleTime: 0,
  });

export const episodePopularityQuery = (id: number) =>
  queryOptions({
    queryKey: keys.episodePopularity(id),
    queryFn: () => backend.episodePopularity(id),
    staleTime: 0,
  });

/** What was found so far. Asking is something else: it is done when the listener says so. */
export const foundShowsQuery = (words: string) =>
  queryOptions({ queryKey: keys.search(words), queryFn: () => backend.foundShows(words) });

export const searchSettingsQuery = queryOptions({
  queryKey: keys.searchSettings,
  queryFn: () => backend.searchSettings(),
});

export const connectionQuery = queryOptions({
  queryKey: keys.connection,
  queryFn: () => backend.connection(),
});

export const networkSettingsQuery = queryOptions({
  queryKey: keys.networkSettings,
  queryFn: () => backend.networkSettings(),
});

/** The file may have changed since: read whenever it is shown. */
export const importPreviewQuery = queryOptions({
  queryKey: keys.importPreview,
  queryFn: () => backend.importPreview(),
  staleTime: 0,
  gcTime: 0,
});
