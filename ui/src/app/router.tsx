import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import type { EpisodeFilter, EpisodeOrder } from "../backend/bindings";
import { CollectionPage } from "../collection/CollectionPage";
import { CollectionsPage } from "../collection/CollectionsPage";
import { DiscoverPage } from "../discover/DiscoverPage";
import { EpisodePage } from "../episode/EpisodePage";
import { LIKES_TABS, LikesPage, type LikesTab } from "../like/LikesPage";
import { PlaylistPage } from "../list/PlaylistPage";
import { PlaylistsPage } from "../list/PlaylistsPage";
import { QueuePage } from "../list/QueuePage";
import { PodcastPage } from "../podcast/PodcastPage";
import { PrivacyPage } from "../privacy/PrivacyPage";
import { AccountsPage } from "../profile/AccountsPage";
import { NewAccountPage } from "../profile/NewAccountPage";
import { SearchPage } from "../search/SearchPage";
import { SettingsPage } from "../settings/SettingsPage";
import { SubscriptionsPage } from "../subscriptions/SubscriptionsPage";
import { SyncPage } from "../sync/SyncPage";
import { ImportPage } from "../transfer/ImportPage";
import { CrashPage, NotFoundPage } from "./FallbackPages";
import { Frame } from "./Frame";

const EPISODE_FILTERS: readonly EpisodeFilter[] = ["all", "unplayed", "inProgress", "downloaded"];

/** What a link names is shown in the dialog that adds it. */
export type SubscriptionsSearch = {
  text?: string;
  add?: true;
  address?: string;
  guid?: string;
  at?: number;
};
export type ShowsSearch = { q?: string };
export type EpisodeSearch = { at?: number };
export type LikesSearch = { tab?: LikesTab };
export type PodcastSearch = { filter?: EpisodeFilter; order?: EpisodeOrder; text?: string };

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** What was searched for: a number is a word too. */
const words = (value: unknown): string | undefined =>
  typeof value === "number" ? String(value) : text(value);

/** A place in an episode, in milliseconds. */
const place = (value: unknown): number | undefined =>
  typeof value === "number" && value >= 0 ? value : undefined;

const root = createRootRoute({ component: Frame, notFoundComponent: NotFoundPage });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/subscriptions", replace: true });
  },
});

export const subscriptionsRoute = createRoute({
  getParentRoute: () => root,
  path: "/subscriptions",
  validateSearch: (search: Record<string, unknown>): SubscriptionsSearch => ({
    text: text(search.text),
    add: search.add === true || undefined,
    address: text(search.address),
    guid: text(search.guid),
    at: place(search.at),
  }),
  component: SubscriptionsPage,
});

export const podcastRoute = createRoute({
  getParentRoute: () => root,
  path: "/podcast/$podcastId",
  params: {
    parse: ({ podcastId }) => ({ podcastId: Number(podcastId) }),
    stringify: ({ podcastId }) => ({ podcastId: String(podcastId) }),
  },
  validateSearch: (search: Record<string, unknown>): PodcastSearch => ({
    filter: EPISODE_FILTERS.find((filter) => filter === search.filter && filter !== "all"),
    order: search.order === "oldest" ? "oldest" : undefined,
    text: text(search.text),
  }),
  component: PodcastPage,
});

export const episodeRoute = createRoute({
  getParentRoute: () => root,
  path: "/episode/$episodeId",
  params: {
    parse: ({ episodeId }) => ({ episodeId: Number(episodeId) }),
    stringify: ({ episodeId }) => ({ episodeId: String(episodeId) }),
  },
  validateSearch: (search: Record<string, unknown>): EpisodeSearch => ({ at: place(search.at) }),
  component: EpisodePage,
});

export const likesRoute = createRoute({
  getParentRoute: () => root,
  path: "/likes",
  validateSearch: (search: Record<string, unknown>): LikesSearch => ({
    tab: LIKES_TABS.find((tab) => tab === search.tab && tab !== "episodes"),
  }),
  component: LikesPage,
});

export const accountsRoute = createRoute({
  getParentRoute: () => root,
  path: "/accounts",
  component: AccountsPage,
});

export const newAccountRoute = createRoute({
  getParentRoute: () => root,
  path: "/accounts/new",
  component: NewAccountPage,
});

export const queueRoute = createRoute({
  getParentRoute: () => root,
  path: "/queue",
  component: QueuePage,
});

export const playlistsRoute = createRoute({
  getParentRoute: () => root,
  path: "/playlists",
  component: PlaylistsPage,
});

export const playlistRoute = createRoute({
  getParentRoute: () => root,
  path: "/playlist/$playlistId",
  component: PlaylistPage,
});

export const collectionsRoute = createRoute({
  getParentRoute: () => root,
  path: "/collections",
  component: CollectionsPage,
});

export const collectionRoute = createRoute({
  getParentRoute: () => root,
  path: "/collection/$collectionId",
  component: CollectionPage,
});

export const settingsRoute = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: SettingsPage,
});

export const syncRoute = createRoute({
  getParentRoute: () => root,
  path: "/sync",
  component: SyncPage,
});

export const importRoute = createRoute({
  getParentRoute: () => root,
  path: "/import",
  component: ImportPage,
});

export const discoverRoute = createRoute({
  getParentRoute: () => root,
  path: "/discover",
  component: DiscoverPage,
});

export const searchRoute = createRoute({
  getParentRoute: () => root,
  path: "/search",
  validateSearch: (search: Record<string, unknown>): ShowsSearch => ({ q: words(search.q) }),
  component: SearchPage,
});

export const privacyRoute = createRoute({
  getParentRoute: () => root,
  path: "/privacy",
  component: PrivacyPage,
});

const routeTree = root.addChildren([
  home,
  subscriptionsRoute,
  podcastRoute,
  episodeRoute,
  likesRoute,
  queueRoute,
  playlistsRoute,
  playlistRoute,
  collectionsRoute,
  collectionRoute,
  settingsRoute,
  accountsRoute,
  newAccountRoute,
  syncRoute,
  discoverRoute,
  searchRoute,
  privacyRoute,
  importRoute,
]);

/** The place is kept in the hash: it survives a reload under any scheme that serves the app. */
export function newRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree,
    history,
    defaultErrorComponent: CrashPage,
    defaultPendingMs: 0,
  });
}

export type AppRouter = ReturnType<typeof newRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
