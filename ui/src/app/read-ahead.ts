import type { QueryClient } from "@tanstack/react-query";
import {
  appInfoQuery,
  podcastsQuery,
  profilesQuery,
  settingsQuery,
  startupQuery,
  syncQuery,
} from "../backend/queries";
import { firstView } from "../subscriptions/view";
import type { AppRouter } from "./router";

/** A list that takes longer is drawn when it comes, as on any other page. */
const PATIENCE_MS = 80;

/** What every page needs, asked for at once and not as its parts come to need it. */
export function readFacts(client: QueryClient): void {
  void client.prefetchQuery(settingsQuery);
  void client.prefetchQuery(appInfoQuery);
  void client.prefetchQuery(startupQuery);
}

/** Reads the list that the window opens with, so that it is drawn at once and not after its skeleton. */
export async function readFirstList(client: QueryClient, router: AppRouter): Promise<void> {
  const { pathname, search } = router.history.location;
  if (search !== "" || (pathname !== "/" && pathname !== "/subscriptions")) return;
  const patience = new Promise((done) => setTimeout(done, PATIENCE_MS));
  await Promise.race([readPodcasts(client), patience]);
}

async function readPodcasts(client: QueryClient): Promise<void> {
  const startup = await client.fetchQuery(startupQuery);
  if (startup.kind !== "ready") return;
  await Promise.all([
    client.prefetchInfiniteQuery(podcastsQuery(firstView())),
    // The foot of the sidebar: what comes later would move what is being pressed.
    client.prefetchQuery(profilesQuery),
    client.prefetchQuery(syncQuery),
  ]);
}
