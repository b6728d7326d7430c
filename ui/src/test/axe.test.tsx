import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "./app";
import type { FixtureOptions } from "./fixture/backend";
import { popular } from "./fixture/discover";
import { sampleBookmarks } from "./fixture/likes";
import { several } from "./fixture/profiles";
import { inStep } from "./fixture/sync";
import { importFile } from "./fixture/transfer";

const bookmarked = { remembered: 2, bookmarks: sampleBookmarks() };
const path = "/home/listener/library.db";

test.each<[name: string, place: string, seen: string, options: FixtureOptions]>([
  ["subscriptions", "/subscriptions", "99% Invisible", { remembered: 2 }],
  ["first run", "/subscriptions", "Start with a podcast you like", { library: [] }],
  ["podcast", "/podcast/1", "Why the deep sea is louder than we thought", { remembered: 2 }],
  ["failing podcast", "/podcast/4", "This podcast cannot be refreshed", {}],
  ["episode", "/episode/10002", "In this episode", { remembered: 2 }],
  ["bookmarks of an episode", "/episode/10002", "The hum that would not stop", bookmarked],
  ["liked episodes", "/likes", "Comment naissent les nuages ?", {}],
  ["liked podcasts", "/likes?tab=podcasts", "Radiolab", {}],
  ["all bookmarks", "/likes?tab=bookmarks", "The hum that would not stop", bookmarked],
  ["queue", "/queue", "99% Invisible", { queue: [10000, 20000], remembered: 0 }],
  ["empty queue", "/queue", "Nothing is waiting to be played", {}],
  ["playlists", "/playlists", "Train", { playlists: { Train: [10000, 20000] } }],
  ["playlist", "/playlist/train", "Train", { playlists: { Train: [10000, 20000] } }],
  ["collections", "/collections", "News", { collections: { News: [1, 2, 3, 5] } }],
  ["collection", "/collection/news", "Radiolab", { collections: { News: [1, 5] } }],
  ["settings", "/settings", "Data folder", {}],
  ["accounts", "/accounts", "Ada Lovelace", { profiles: several }],
  ["discover", "/discover", "Popular episodes", { sync: inStep(), discover: popular() }],
  ["discover alone", "/discover", "See what other listeners hear", {}],
  ["search", "/search", "Which podcast are you looking for?", {}],
  ["search again", "/search?q=sea", "Search for “sea”?", {}],
  ["privacy", "/privacy", "Anonymous mode", {}],
  ["no import yet", "/import", "Bring your podcasts from another app", {}],
  ["nowhere", "/nowhere", "There is nothing here", {}],
  ["not found", "/podcast/999", "This is no longer in your library", {}],
  [
    "damaged",
    "/",
    "Your library is damaged",
    { startup: { kind: "damagedDatabase", path, detail: "" } },
  ],
])("%s has no fault that axe can find", async (_, place, seen, options) => {
  openApp(place, options);
  await screen.findAllByText(seen);
  expect(await accessibilityFaults()).toEqual([]);
});

test("a file of another app has none either", async () => {
  const { user } = openApp("/import", { importFile: importFile() });
  await user.click(await screen.findByTestId("import-choose"));
  await screen.findAllByTestId("import-row");
  await user.click(screen.getByTestId("import-faults"));
  expect(await accessibilityFaults()).toEqual([]);
});

test("what was found has none either", async () => {
  const { user } = openApp("/search");
  await user.type(await screen.findByTestId("search-words"), "sea{Enter}");
  await screen.findAllByTestId("found-show");
  expect(await accessibilityFaults()).toEqual([]);
});

test("the note of a bookmark has none either", async () => {
  const { user } = openApp("/episode/10002", bookmarked);
  await user.click(await screen.findByRole("button", { name: "Edit the note" }));
  await screen.findByRole("dialog");
  expect(await accessibilityFaults()).toEqual([]);
});

test.each(["{Control>}k{/Control}", "?", "a"])("what opens on %s has none either", async (keys) => {
  const { user } = openApp("/settings", { remembered: 2 });
  await screen.findByRole("heading", { name: "Settings" });
  await user.keyboard(keys);
  await screen.findByRole("dialog");
  expect(await accessibilityFaults()).toEqual([]);
});
