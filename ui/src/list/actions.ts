import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { List, ListPlace, Playlist, Queue } from "../backend/bindings";
import { changeEpisodes, optimistically } from "../backend/cache";
import { keys } from "../backend/queries";
import { moveRows, takeRows } from "./cache";

export const QUEUE: List = { kind: "queue" };

/** What a listener can do with the queue and with playlists. */
export function listActions(services: Services) {
  const { client, messages, i18n } = services;

  const showQueued = (ids: readonly number[], queued: boolean) =>
    changeEpisodes(client, ids, (episode) => ({ ...episode, queued }));

  const enqueue = (ids: readonly number[], at: ListPlace) =>
    attempt(services, () =>
      optimistically(
        client,
        [keys.episodeLists, keys.episodes, keys.player],
        () => showQueued(ids, true),
        () => backend.addToList(QUEUE, [...ids], at),
      ),
    );

  const takeOut = (list: List, ids: readonly number[] | null) =>
    attempt(
      services,
      () =>
        optimistically(
          client,
          [keys.episodeLists, keys.episodes, keys.player],
          () => {
            const gone = ids ?? rowsOf(services, list);
            takeRows(client, keys.listEpisodes(list), gone);
            if (list.kind === "queue") showQueued(gone, false);
          },
          () => backend.takeOutOfList(list, ids === null ? null : [...ids]),
        ),
      (entries) => {
        if (entries.length === 0) return;
        const count = { count: ids?.length ?? entries.length };
        messages.say({
          tone: "info",
          text:
            list.kind === "queue" ? i18n.t("queue.taken", count) : i18n.t("playlists.taken", count),
          action: {
            label: i18n.t("app.undo"),
            run: () => void attempt(services, () => backend.putBackIntoList(list, entries)),
          },
        });
      },
    );

  const restore = (id: string) => attempt(services, () => backend.restorePlaylist(id));

  return {
    playNext: () => attempt(services, () => backend.playNext()),
    queueNext: (ids: readonly number[]) => enqueue(ids, { kind: "next" }),
    queueLast: (ids: readonly number[]) => enqueue(ids, { kind: "last" }),
    takeOut,
    /** In front of `beforeId`; without one at the end. */
    move: (list: List, ids: readonly number[], beforeId: number | null) =>
      attempt(services, () =>
        optimistically(
          client,
          [keys.listEpisodes(list)],
          () => moveRows(client, keys.listEpisodes(list), ids, beforeId),
          // An episode that is in no list stands for the end.
          () => backend.moveInList(list, [...ids], { kind: "before", episodeId: beforeId ?? 0 }),
        ),
      ),
    setContinues: (continues: boolean) =>
      attempt(services, () =>
        optimistically(
          client,
          [keys.queue],
          () => client.setQueryData<Queue>(keys.queue, (it) => it && { ...it, continues }),
          () => backend.setQueueContinues(continues),
        ),
      ),
    addToPlaylist: (playlist: Playlist, ids: readonly number[]) =>
      attempt(
        services,
        () => backend.addToList({ kind: "playlist", id: playlist.id }, [...ids], { kind: "last" }),
        (added) =>
          messages.say({
            tone: "info",
            text: i18n.t("playlists.added", { count: added.length, name: playlist.name }),
          }),
      ),
    createPlaylist: (name: string, ids: readonly number[], then?: (id: string) => void) =>
      attempt(services, () => backend.createPlaylist(name, [...ids]), then),
    changePlaylist: (id: string, name: string | null, description: string | null) =>
      attempt(services, () => backend.changePlaylist(id, name, description)),
    removePlaylist: (playlist: Playlist, then?: () => void) =>
      attempt(
        services,
        () => backend.removePlaylist(playlist.id),
        () => {
          then?.();
          messages.say({
            tone: "info",
            text: i18n.t("playlists.removed", { name: playlist.name }),
            action: { label: i18n.t("app.undo"), run: () => void restore(playlist.id) },
          });
        },
      ),
  };
}

function rowsOf({ client }: Services, list: List): number[] {
  const data = client.getQueryData<{ pages: { items: { id: number }[] }[] }>(
    keys.listEpisodes(list),
  );
  return data?.pages.flatMap(({ items }) => items.map(({ id }) => id)) ?? [];
}
