// The table of events: what each one writes into the cache, and what it makes stale.
import type { QueryClient, QueryFilters } from "@tanstack/react-query";
import type { BackendEvent } from "./bindings";
import { changeDownload, forgetListener } from "./cache";
import { type EpisodeListView, keys } from "./queries";

type EventType = BackendEvent["type"];
export type EventOf<T extends EventType> = Extract<BackendEvent, { type: T }>;

type Consequence<T extends EventType> = {
  write?: (client: QueryClient, event: EventOf<T>) => void;
  stale?: (event: EventOf<T>) => QueryFilters[];
};

const downloadedLists: QueryFilters = {
  queryKey: keys.episodeLists,
  predicate: ({ queryKey }) =>
    (queryKey[2] as EpisodeListView | undefined)?.filter === "downloaded",
};

export const consequences: { [T in EventType]: Consequence<T> } = {
  reloadAll: { stale: () => [{}] },
  podcastsChanged: {
    stale: ({ ids }) => [
      { queryKey: keys.podcastLists },
      // Only what is followed counts in them.
      { queryKey: keys.collections },
      { queryKey: keys.discover },
      { queryKey: keys.searches },
      // Other devices may have chosen a speed for one before it was here.
      { queryKey: keys.speeds },
      ...ids.map((id) => ({ queryKey: keys.podcast(id) })),
    ],
  },
  episodesChanged: {
    stale: ({ podcastId, ids }) => [
      { queryKey: keys.episodeListsOf(podcastId) },
      { queryKey: keys.likedEpisodes },
      { queryKey: keys.bookmarks },
      // Lists have episodes of any podcast in them.
      { queryKey: [...keys.episodeLists, "list"] },
      ...(ids.length === 0
        ? [{ queryKey: keys.episodes }]
        : ids.map((id) => ({ queryKey: keys.episode(id) }))),
    ],
  },
  bookmarksChanged: {
    stale: ({ episodeIds }) => [
      { queryKey: keys.bookmarks },
      ...episodeIds.map((id) => ({ queryKey: keys.bookmarksOf(id) })),
    ],
  },
  // `episodesChanged` says what is stale; this one is for notices.
  newEpisodes: {},
  playerChanged: {
    write: (client, { player }) => client.setQueryData(keys.player, player),
  },
  // High-rate: the clock has its own store, so that only what shows the time renders again.
  playerClock: {},
  speedsChanged: { stale: () => [{ queryKey: keys.speeds }, { queryKey: keys.queue }] },
  // `playerChanged` says what has changed; this one is for the message line and for notices.
  sleepTimerEnded: {},
  refreshProgress: {
    write: (client, { progress }) => client.setQueryData(keys.refreshProgress, progress),
  },
  downloadChanged: {
    write: (client, { episodeId, download }) => changeDownload(client, episodeId, download),
    stale: ({ download }) =>
      download.kind === "done" || download.kind === "none" ? [downloadedLists] : [],
  },
  syncChanged: {
    stale: () => [
      { queryKey: keys.sync },
      { queryKey: keys.waitingChanges },
      { queryKey: keys.newAccount },
    ],
  },
  queueChanged: {
    stale: () => [{ queryKey: keys.queue }, { queryKey: keys.listEpisodes({ kind: "queue" }) }],
  },
  playlistsChanged: {
    stale: ({ ids }) => [
      { queryKey: keys.playlists },
      ...ids.flatMap((id) => [
        { queryKey: keys.playlist(id) },
        { queryKey: keys.listEpisodes({ kind: "playlist", id }) },
      ]),
    ],
  },
  collectionsChanged: {
    stale: () => [
      { queryKey: keys.collections },
      { queryKey: [...keys.podcastLists, "collection"] },
    ],
  },
  discoverChanged: { stale: () => [{ queryKey: keys.discover }, { queryKey: keys.popularity }] },
  searchChanged: { stale: () => [{ queryKey: keys.searches }] },
  popularityChanged: {
    stale: ({ podcastId, episodeId }) => [
      ...(podcastId === null ? [] : [{ queryKey: keys.podcastPopularity(podcastId) }]),
      ...(episodeId === null ? [] : [{ queryKey: keys.episodePopularity(episodeId) }]),
    ],
  },
  syncLogChanged: { stale: () => [{ queryKey: keys.syncLog }] },
  devicesChanged: { stale: () => [{ queryKey: keys.devices }] },
  connectionChanged: { stale: () => [{ queryKey: keys.connection }] },
  // Any page of a podcast shows its level.
  privacyChanged: { stale: () => [{ queryKey: keys.privacy }, { queryKey: keys.podcasts }] },
  // Nothing stored changed; the message line says what happened.
  problem: {},
  // Nothing stored changed; `useOpenAt` goes there.
  placeWaits: {},
  // Nothing stored changed; `DropHint` shows it.
  filesOver: {},
  settingsChanged: {
    write: (client, { settings }) => client.setQueryData(keys.settings, settings),
  },
  updateChanged: { stale: () => [{ queryKey: keys.update }] },
  profilesChanged: { stale: () => [{ queryKey: keys.profiles }] },
  profileSwitched: {
    write: (client) => forgetListener(client),
    stale: () => [{ queryKey: keys.profiles }, { queryKey: keys.startup }],
  },
};

export function consequenceOf<T extends EventType>(event: EventOf<T>): Consequence<T> {
  // An event of a newer backend has no consequences here.
  return consequences[event.type as T] ?? {};
}
