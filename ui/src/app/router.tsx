import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import type { EpisodeFilter, EpisodeOrder } from "../backend/bindings";
import { LIKES_TABS, type LikesTab } from "../like/tabs";
import { SubscriptionsPage } from "../subscriptions/SubscriptionsPage";
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

const root = createRootRoute({
  component: Frame,
  notFoundComponent: NotFoundPage,
});

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
  component: lazyRouteComponent(() => import("../podcast/PodcastPage"), "PodcastPage"),
});

export const episodeRoute = createRoute({
  getParentRoute: () => root,
  path: "/episode/$episodeId",
  params: {
    parse: ({ episodeId }) => ({ episodeId: Number(episodeId) }),
    stringify: ({ episodeId }) => ({ episodeId: String(episodeId) }),
  },
  validateSearch: (search: Record<string, unknown>): EpisodeSearch => ({ at: place(search.at) }),
  component: lazyRouteComponent(() => import("../episode/EpisodePage"), "EpisodePage"),
});

export const likesRoute = createRoute({
  getParentRoute: () => root,
  path: "/likes",
  validateSearch: (search: Record<string, unknown>): LikesSearch => ({
    tab: LIKES_TABS.find((tab) => tab === search.tab && tab !== "episodes"),
  }),
  component: lazyRouteComponent(() => import("../like/LikesPage"), "LikesPage"),
});

export const accountsRoute = createRoute({
  getParentRoute: () => root,
  path: "/accounts",
  component: lazyRouteComponent(() => import("../profile/AccountsPage"), "AccountsPage"),
});

export const newAccountRoute = createRoute({
  getParentRoute: () => root,
  path: "/accounts/new",
  component: lazyRouteComponent(() => import("../profile/NewAccountPage"), "NewAccountPage"),
});

export const queueRoute = createRoute({
  getParentRoute: () => root,
  path: "/queue",
  component: lazyRouteComponent(() => import("../list/QueuePage"), "QueuePage"),
});

export const playlistsRoute = createRoute({
  getParentRoute: () => root,
  path: "/playlists",
  component: lazyRouteComponent(() => import("../list/PlaylistsPage"), "PlaylistsPage"),
});

export const playlistRoute = createRoute({
  getParentRoute: () => root,
  path: "/playlist/$playlistId",
  component: lazyRouteComponent(() => import("../list/PlaylistPage"), "PlaylistPage"),
});

export const collectionsRoute = createRoute({
  getParentRoute: () => root,
  path: "/collections",
  component: lazyRouteComponent(() => import("../collection/CollectionsPage"), "CollectionsPage"),
});

export const collectionRoute = createRoute({
  getParentRoute: () => root,
  path: "/collection/$collectionId",
  component: lazyRouteComponent(() => import("../collection/CollectionPage"), "CollectionPage"),
});

export const settingsRoute = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("../settings/SettingsPage"), "SettingsPage"),
});

export const syncRoute = createRoute({
  getParentRoute: () => root,
  path: "/sync",
  component: lazyRouteComponent(() => import("../sync/SyncPage"), "SyncPage"),
});

export const importRoute = createRoute({
  getParentRoute: () => root,
  path: "/import",
  component: lazyRouteComponent(() => import("../transfer/ImportPage"), "ImportPage"),
});

export const discoverRoute = createRoute({
  getParentRoute: () => root,
  path: "/discover",
  component: lazyRouteComponent(() => import("../discover/DiscoverPage"), "DiscoverPage"),
});

export const searchRoute = createRoute({
  getParentRoute: () => root,
  path: "/search",
  validateSearch: (search: Record<string, unknown>): ShowsSearch => ({ q: words(search.q) }),
  component: lazyRouteComponent(() => import("../search/SearchPage"), "SearchPage"),
});

export const privacyRoute = createRoute({
  getParentRoute: () => root,
  path: "/privacy",
  component: lazyRouteComponent(() => import("../privacy/PrivacyPage"), "PrivacyPage"),
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

/** Reads the code of all pages, so that none of them makes the listener wait later. */
export function readPages(router: AppRouter): void {
  for (const route of Object.values(router.routesById)) void router.loadRouteChunk(route);
}

export type AppRouter = ReturnType<typeof newRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
