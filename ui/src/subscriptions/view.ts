import { kept, useKept } from "../app/useKept";
import type { PodcastOrder } from "../backend/bindings";
import type { PodcastListView } from "../backend/queries";

const NAME = "subscriptions.order";
const ORDERS = ["title", "latest", "added"] as const satisfies readonly PodcastOrder[];

export const useKeptOrder = () => useKept<PodcastOrder>(NAME, ORDERS);

/** What the page of subscriptions shows when the window opens. */
export function firstView(): PodcastListView {
  return { order: kept<PodcastOrder>(NAME, ORDERS), filter: "" };
}
