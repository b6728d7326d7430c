import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { Bookmark, PlayerView } from "../backend/bindings";
import { changeBookmark, dropBookmark, optimistically } from "../backend/cache";
import { keys } from "../backend/queries";
import { clockTime } from "../format/time";
import { positionAt } from "../player/clock";

/** Places that the listener wants to find again. */
export function bookmarkActions(services: Services) {
  const { client, clock, messages, noting, i18n } = services;
  const touched = [keys.bookmarks, keys.bookmarksOfAll];

  const restore = (bookmark: Bookmark) =>
    attempt(services, () => backend.restoreBookmark(bookmark));

  const drop = (bookmark: Bookmark) =>
    optimistically(
      client,
      touched,
      () => dropBookmark(client, bookmark),
      () => backend.removeBookmark(bookmark.id),
    );

  const sayTime = (key: "bookmarks.set" | "bookmarks.removed", { positionMs }: Bookmark) =>
    i18n.t(key, { time: clockTime(positionMs) });

  return {
    /** At the place that is heard now; what is not in the player has no place. */
    setHere: () => {
      const episode = client.getQueryData<PlayerView>(keys.player)?.episode;
      if (!episode) return undefined;
      const positionMs = Math.round(positionAt(clock.anchor(), performance.now()));
      const sayDone = (bookmark: Bookmark) =>
        messages.say({
          tone: "info",
          text: sayTime("bookmarks.set", bookmark),
          also: { label: i18n.t("bookmarks.addNote"), run: () => noting.begin(bookmark) },
          action: {
            label: i18n.t("app.undo"),
            run: () => void attempt(services, () => drop(bookmark)),
          },
        });
      return attempt(services, () => backend.setBookmark(episode.id, positionMs, ""), sayDone);
    },
    remove: (bookmark: Bookmark) =>
      attempt(
        services,
        () => drop(bookmark),
        (removed) =>
          messages.say({
            tone: "info",
            text: sayTime("bookmarks.removed", removed),
            action: { label: i18n.t("app.undo"), run: () => void restore(removed) },
          }),
      ),
    note: (bookmark: Bookmark, note: string) =>
      attempt(services, () =>
        optimistically(
          client,
          touched,
          () => changeBookmark(client, { ...bookmark, note }),
          () => backend.noteBookmark(bookmark.id, note),
        ),
      ),
    play: ({ episodeId, positionMs }: Bookmark) =>
      attempt(services, () => backend.playEpisodeFrom(episodeId, positionMs)),
    /** Opens the field for its note. */
    write: (bookmark: Bookmark) => noting.begin(bookmark),
  };
}
