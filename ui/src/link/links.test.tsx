import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Link } from "../backend/bindings";
import { accessibilityFaults, openApp } from "../test/app";
import { ipcError, podcasts } from "../test/fixture/sample";

const FEED = "https://pods.example.net/0/feed.xml";
const toFeed = (part: Partial<Link> = {}) =>
  ({ kind: "link", link: { feedUrl: FEED, guid: null, atMs: null, ...part } }) as const;
const known = podcasts[0]?.feedUrl ?? "";

test("a link to a podcast shows it, and adds it only on yes", async () => {
  const { backend, user, router } = openApp("/settings", { place: toFeed() });
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByText("Le vent dans les haubans")).toBeVisible();
  expect(dialog.getByText(/128 episodes/)).toBeVisible();
  expect(backend.called("add_podcast")).toEqual([]);
  expect(await accessibilityFaults()).toEqual([]);
  backend.add = () => ({ kind: "added", podcastId: 3, title: "Le vent dans les haubans" });
  await user.click(dialog.getByTestId("found-add"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/podcast/3"));
  expect(backend.called("add_podcast")).toEqual([{ address: FEED }]);
  expect(screen.getByText("Le vent dans les haubans was added")).toBeVisible();
});

test("saying no adds nothing, and the next link asks anew", async () => {
  const { backend, user } = openApp("/settings", { place: toFeed() });
  await user.click(await screen.findByRole("button", { name: "Not now" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(backend.called("add_podcast")).toEqual([]);
  await act(() => backend.asksFor(toFeed({ feedUrl: "https://other.example/feed" })));
  expect(await screen.findByText("https://other.example/feed")).toBeVisible();
});

test("a link to what is in the library opens it", async () => {
  const { backend, router } = openApp("/settings", { place: toFeed({ feedUrl: known }) });
  await waitFor(() => expect(router.state.location.pathname).toBe("/podcast/1"));
  expect(backend.called("preview_feed")).toEqual([]);
});

test("a link to a place in an episode offers to play from there", async () => {
  const link = toFeed({ feedUrl: known, guid: "10002", atMs: 750_000 });
  const { backend, user, router } = openApp("/settings", { place: link });
  await user.click(await screen.findByRole("button", { name: "Play from 12:30" }));
  expect(router.state.location.pathname).toBe("/episode/10002");
  expect(backend.called("play_episode_from")).toEqual([{ id: 10002, positionMs: 750_000 }]);
});

test("a place behind the end of the episode is not offered", async () => {
  const link = toFeed({ feedUrl: known, guid: "10002", atMs: 36_000_000 });
  const { router } = openApp("/settings", { place: link });
  await waitFor(() => expect(router.state.location.pathname).toBe("/episode/10002"));
  expect(await screen.findByRole("button", { name: "Download" })).toBeVisible();
  expect(screen.queryByTestId("linked-place")).toBeNull();
});

test("an episode that the feed does not have leads to its podcast", async () => {
  const { router } = openApp("/settings", { place: toFeed({ feedUrl: known, guid: "gone" }) });
  expect(await screen.findByText(/The feed has no such episode/)).toBeVisible();
  expect(router.state.location.pathname).toBe("/podcast/1");
});

test("after a podcast was added for one of its episodes, that one is opened", async () => {
  const link = toFeed({ guid: "10002", atMs: 5_000 });
  const { backend, user, router } = openApp("/settings", { place: link });
  const [first] = backend.library;
  backend.add = () => {
    if (first) first.feedUrl = FEED;
    return { kind: "added", podcastId: 1, title: "It" };
  };
  await user.click(await screen.findByTestId("found-add"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/episode/10002"));
  expect(router.state.location.search).toEqual({ at: 5_000 });
});

test("a link that cannot be read leaves its address in the field, to be mended", async () => {
  const { backend, user } = openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  backend.preview = () => {
    throw ipcError("host-unknown", { detail: { host: "pods.example.net" } });
  };
  await act(() => backend.asksFor(toFeed()));
  const field = await screen.findByTestId("add-address");
  expect(field).toHaveValue(FEED);
  expect(await screen.findByText(/pods.example.net/, { selector: "strong" })).toBeVisible();
  backend.add = () => ({ kind: "added", podcastId: 2, title: "It" });
  await user.click(screen.getByTestId("add-submit"));
  expect(await screen.findByText("It was added")).toBeVisible();
});

test("a web page offers its feeds, and each is shown before it is added", async () => {
  const { backend, user } = openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  const preview = backend.preview;
  const feeds = [{ title: "All episodes", url: "https://example.org/all.xml" }];
  backend.preview = (address) =>
    address === FEED ? { kind: "choices", pageTitle: null, feeds } : preview(address);
  await act(() => backend.asksFor(toFeed()));
  await user.click(await screen.findByRole("button", { name: /All episodes/ }));
  expect(await screen.findByText("https://example.org/all.xml")).toBeVisible();
  expect(backend.called("add_podcast")).toEqual([]);
});

test("a link that leads nowhere says so, and the page stays", async () => {
  const error = ipcError("link-unknown", { class: "permanent", retry: false });
  const { router } = openApp("/settings", { place: { kind: "nowhere", error } });
  expect(await screen.findByTestId("message-line")).toHaveTextContent(
    "This link leads to nothing that Balados knows",
  );
  expect(router.state.location.pathname).toBe("/settings");
});
