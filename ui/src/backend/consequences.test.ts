import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { ipcError, settings } from "../test/fixture/sample";
import type { BackendEvent, EpisodeSummary, PlayerView } from "./bindings";
import { consequenceOf } from "./consequences";
import { keys } from "./queries";

const all = { filter: "all", order: "newest", text: "" } as const;
const downloaded = { ...all, filter: "downloaded" } as const;
const podcastList = keys.podcastList({ order: "title", filter: "" });

const episode = (id: number) =>
  ({ id, podcastId: 1, download: { kind: "none" } }) as EpisodeSummary;
const pages = (...ids: number[]) => ({
  pages: [{ items: ids.map(episode), next: null }],
  pageParams: [null],
});

/** A cache as it is after a while, and what of it is stale after an event. */
function staleAfter(event: BackendEvent): string[] {
  const client = cache();
  const consequence = consequenceOf(event);
  consequence.write?.(client, event);
  for (const filter of consequence.stale?.(event) ?? []) void client.invalidateQueries(filter);
  const stale = client.getQueryCache().findAll({ predicate: (it) => it.state.isInvalidated });
  return stale.map(({ queryKey }) => JSON.stringify(queryKey)).sort();
}

function cache(): QueryClient {
  const client = new QueryClient();
  client.setQueryData(podcastList, pages());
  client.setQueryData(keys.podcast(1), {});
  client.setQueryData(keys.podcast(2), {});
  client.setQueryData(keys.episodeList(1, all), pages(11, 12));
  client.setQueryData(keys.episodeList(1, downloaded), pages(12));
  client.setQueryData(keys.episodeList(2, all), pages(21));
  client.setQueryData(keys.likedEpisodes, pages(12, 21));
  client.setQueryData(keys.likedPodcasts, pages());
  client.setQueryData(keys.bookmarks, pages());
  client.setQueryData(keys.bookmarksOf(11), []);
  client.setQueryData(keys.bookmarksOf(21), []);
  client.setQueryData(keys.episode(11), { summary: episode(11) });
  client.setQueryData(keys.episode(21), { summary: episode(21) });
  client.setQueryData(keys.player, { episode: episode(11) });
  client.setQueryData(keys.settings, {});
  client.setQueryData(keys.sync, {});
  client.setQueryData(keys.waitingChanges, []);
  client.setQueryData(keys.connectedApps, []);
  client.setQueryData(keys.speeds, { defaultPercent: 100, own: [] });
  client.setQueryData(keys.queue, {});
  return client;
}

const named = (...queryKeys: readonly (readonly unknown[])[]) =>
  queryKeys.map((key) => JSON.stringify(key)).sort();

/** Where episodes of the first podcast are listed. */
const listsOfOne = [
  keys.episodeList(1, all),
  keys.episodeList(1, downloaded),
  keys.likedEpisodes,
  keys.bookmarks,
];

test("changed podcasts make the lists and their own pages stale", () => {
  expect(staleAfter({ type: "podcastsChanged", ids: [2] })).toEqual(
    named(podcastList, keys.likedPodcasts, keys.podcast(2), keys.speeds),
  );
});

test("changed episodes make the lists of their podcast and their own pages stale", () => {
  expect(staleAfter({ type: "episodesChanged", podcastId: 1, ids: [11] })).toEqual(
    named(...listsOfOne, keys.episode(11)),
  );
  expect(staleAfter({ type: "episodesChanged", podcastId: 1, ids: [] })).toEqual(
    named(...listsOfOne, keys.episode(11), keys.episode(21)),
  );
});

test("another speed changes how long things take, and no place in them", () => {
  expect(staleAfter({ type: "speedsChanged" })).toEqual(named(keys.speeds, keys.queue));
});

test("changed bookmarks make those of their episode and the list of all stale", () => {
  expect(staleAfter({ type: "bookmarksChanged", episodeIds: [11] })).toEqual(
    named(keys.bookmarks, keys.bookmarksOf(11)),
  );
});

test("a change of sync makes its state and what waits stale, and asks no server", () => {
  expect(staleAfter({ type: "syncChanged" })).toEqual(named(keys.sync, keys.waitingChanges));
});

test("falling behind makes everything stale", () => {
  expect(staleAfter({ type: "reloadAll" })).toHaveLength(20);
});

test("a download is written where it is shown; the list of downloads is read again at its end", () => {
  const running = { kind: "running", receivedBytes: 1, totalBytes: 2 } as const;
  expect(staleAfter({ type: "downloadChanged", episodeId: 11, download: running })).toEqual([]);
  expect(
    staleAfter({ type: "downloadChanged", episodeId: 11, download: { kind: "done", bytes: 2 } }),
  ).toEqual(named(keys.episodeList(1, downloaded)));

  const client = cache();
  const event = { type: "downloadChanged", episodeId: 11, download: running } as const;
  consequenceOf(event).write?.(client, event);
  const list = client.getQueryData<ReturnType<typeof pages>>(keys.episodeList(1, all));
  expect(list?.pages[0]?.items.map((it) => it.download.kind)).toEqual(["running", "none"]);
  expect(client.getQueryData<PlayerView>(keys.player)?.episode?.download).toEqual(running);
});

test("what an event brings is written, not read again", () => {
  const client = cache();
  const french = settings({ language: "fr" });
  const event = { type: "settingsChanged", settings: french } as const;
  consequenceOf(event).write?.(client, event);
  expect(client.getQueryData(keys.settings)).toEqual(french);
  expect(staleAfter(event)).toEqual([]);
});

test("a problem, a tick of the clock and an event of a newer backend leave the cache alone", () => {
  const clock = { episodeId: 11, positionMs: 0, durationMs: null, bufferedMs: null };
  expect(staleAfter({ type: "problem", error: ipcError("disk-full") })).toEqual([]);
  expect(staleAfter({ type: "playerClock", clock })).toEqual([]);
  expect(staleAfter({ type: "tidesChanged" } as unknown as BackendEvent)).toEqual([]);
});
