import { kept, useKept } from "../app/useKept";
import type { PodcastOrder } from "../backend/bindings";
import type { PodcastListView } from "../backend/queries";

const NAME = "subscriptions.order";
const ORDERS = ["title", "latest", "added"] as const satisfies readonly PodcastOrder[];

export const useKeptOrder = () => useKept<PodcastOrder>(NAME, ORDERS);

/** What the page of subscriptions shows when it opens with this text to filter by. */
export function firstView(text = ""): PodcastListView {
  return { order: kept<PodcastOrder>(NAME, ORDERS), filter: text.trim() };
}
