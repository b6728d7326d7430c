import type { QueryClient } from "@tanstack/react-query";
import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { Discover, ShowSearch } from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";

/** A podcast that a list names, or that an episode of it belongs to. */
export type Found = {
  feedUrl: string;
  image: string | null;
  podcastId: number | null;
  subscribed: boolean;
};

/** What a listener can do with what is popular. */
export function discoverActions(services: Services) {
  const { client, messages, i18n } = services;

  const touched = [keys.discover, keys.searches];

  const readAgain = () => {
    for (const queryKey of touched) void client.invalidateQueries({ queryKey });
    void client.invalidateQueries({ queryKey: keys.podcastLists });
  };

  const undo = (found: Found, id: number) =>
    attempt(
      services,
      () =>
        optimistically(
          client,
          touched,
          () => setSubscribed(client, found.feedUrl, false),
          () => backend.unsubscribe(id),
        ),
      readAgain,
    );

  const subscribe = (found: Found, title: string): Promise<boolean> => {
    const run = async (): Promise<number> => {
      if (found.podcastId === null)
        return backend.subscribeFound(found.feedUrl, title, found.image);
      await backend.resubscribe(found.podcastId);
      return found.podcastId;
    };
    return attempt(
      services,
      () => optimistically(client, touched, () => setSubscribed(client, found.feedUrl, true), run),
      (id) => {
        readAgain();
        messages.say({
          tone: "info",
          text: i18n.t("add.added", { title }),
          action: { label: i18n.t("app.undo"), run: () => void undo(found, id) },
        });
      },
    );
  };

  return { subscribe, ask: () => attempt(services, () => backend.askDiscover()) };
}

/** Wherever it is listed: an episode belongs to the same podcast. */
function setSubscribed(client: QueryClient, feedUrl: string, subscribed: boolean): void {
  const change = <T extends Found>(it: T): T =>
    it.feedUrl === feedUrl ? { ...it, subscribed } : it;
  client.setQueryData<Discover>(
    keys.discover,
    (found) =>
      found && {
        ...found,
        podcasts: found.podcasts.map(change),
        episodes: found.episodes.map(change),
      },
  );
  client.setQueriesData<ShowSearch>(
    { queryKey: keys.searches },
    (found) => found && { ...found, shows: found.shows.map(change) },
  );
}
