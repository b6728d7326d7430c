import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { nothingPopular, popular } from "../test/fixture/discover";
import { ipcError } from "../test/fixture/sample";
import { inStep } from "../test/fixture/sync";

/** Of the list of podcasts; its episode has one too. */
async function subscribeButton(): Promise<HTMLElement> {
  const list = await screen.findByRole("grid", { name: "Popular podcasts" });
  return within(list).findByRole("button", { name: "Subscribe to Small Machines" });
}

const connected = { sync: inStep(), discover: popular() };

test("the most popular podcasts come first, with what is counted", async () => {
  openApp("/discover", connected);
  const list = await screen.findByRole("grid", { name: "Popular podcasts" });
  const rows = within(list).getAllByTestId("popular-podcast");
  expect(rows).toHaveLength(6);
  expect(rows[0]).toHaveTextContent("La science, CQFD");
  expect(rows[0]).toHaveTextContent("1,284 subscribers · 212 likes");
  expect(rows[5]).toHaveTextContent(/1 subscriber$|1 subscriber[^s]/);
  expect(screen.getByText(/What listeners on balados.example follow and hear/)).toBeVisible();
});

test("one click subscribes, says so in its place, and can be undone", async () => {
  const { user, backend } = openApp("/discover", connected);
  await user.click(await subscribeButton());
  expect(await screen.findByText("Small Machines was added")).toBeVisible();
  expect(backend.called("subscribe_found")).toEqual([
    {
      feedUrl: "https://pods.example.net/1/feed.xml",
      title: "Small Machines",
      image: "https://pods.example.net/1/cover.jpg",
    },
  ]);
  await waitFor(() =>
    expect(screen.queryByRole("button", { name: "Subscribe to Small Machines" })).toBeNull(),
  );
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(backend.called("unsubscribe")).toHaveLength(1));
});

test("a subscription that fails is taken back, with words", async () => {
  const { user, backend } = openApp("/discover", connected);
  backend.failures.set("subscribe_found", ipcError("disk-full", { class: "local" }));
  await user.click(await subscribeButton());
  expect(await screen.findByText(/disk is full/)).toBeVisible();
  expect(await subscribeButton()).toBeVisible();
});

test("what is in the library opens", async () => {
  const { user, router } = openApp("/discover", connected);
  const list = await screen.findByRole("grid", { name: "Popular podcasts" });
  await user.click(within(list).getByText("La science, CQFD"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/podcast/1"));
});

test("without a server the page says what it needs", async () => {
  const { user, router } = openApp("/discover");
  expect(await screen.findByText("See what other listeners hear")).toBeVisible();
  expect(screen.getByRole("link", { name: "Add by address" })).toBeVisible();
  await user.click(screen.getByRole("link", { name: "Connect to a server" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync"));
});

test("offline the last list is shown, with its time and why", async () => {
  const error = ipcError("host-unreachable", { detail: { host: "balados.example" } });
  const toldMs = Date.now() - 3 * 3_600_000;
  const { user, backend } = openApp("/discover", {
    sync: inStep(),
    discover: { ...popular(), error, toldMs },
  });
  expect(await screen.findByText(/This list is from (3 hours ago|yesterday)/)).toBeVisible();
  expect(screen.getAllByTestId("popular-podcast")).toHaveLength(6);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(backend.called("ask_discover")).toHaveLength(1));
});

test("a server that has never answered says why not", async () => {
  const error = ipcError("not-offered", { detail: { host: "balados.example" } });
  openApp("/discover", {
    sync: inStep(),
    discover: { ...nothingPopular, server: "balados.example", error },
  });
  expect(await screen.findByText("balados.example cannot say what is popular")).toBeVisible();
});

test("an empty server is no failure", async () => {
  openApp("/discover", {
    sync: inStep(),
    discover: { ...popular(), podcasts: [], episodes: [] },
  });
  expect(
    await screen.findByText("Nobody on balados.example has shown a podcast yet"),
  ).toBeVisible();
});

test("news of the server are shown when they come", async () => {
  const { backend } = openApp("/discover", {
    sync: inStep(),
    discover: { ...nothingPopular, server: "balados.example", isAsking: true },
  });
  await waitFor(() => expect(backend.called("discover")).not.toHaveLength(0));
  backend.discover = popular();
  await backend.tell({ type: "discoverChanged" });
  expect(await screen.findByRole("grid", { name: "Popular podcasts" })).toBeVisible();
});

test("the pages of a podcast and an episode say what is counted, once it is known", async () => {
  const { backend } = openApp("/podcast/1", connected);
  await screen.findByRole("heading", { name: "La science, CQFD" });
  expect(screen.queryByText(/subscribers ·/)).toBeNull();
  backend.popularity = { subscribers: 12, likes: 3, plays: 40 };
  await backend.tell({ type: "popularityChanged", podcastId: 1, episodeId: null });
  expect(await screen.findByText("12 subscribers · 3 likes")).toBeVisible();
});

test("an episode is liked by so many", async () => {
  openApp("/episode/10002", {
    ...connected,
    popularity: { subscribers: null, likes: 12, plays: 1 },
  });
  expect(await screen.findByText("Liked by 12 listeners")).toBeVisible();
});

test("a feed that the server reads says so", async () => {
  openApp("/podcast/1", { ...connected, readThrough: "balados.example" });
  expect(await screen.findByText("Read through balados.example")).toBeVisible();
});

test("the listener can keep the server out of it", async () => {
  const { user, backend } = openApp("/sync", connected);
  const box = await screen.findByRole("checkbox", {
    name: "Read their feeds through balados.example",
  });
  expect(box).toBeChecked();
  await user.click(box);
  await waitFor(() =>
    expect(backend.called("set_network_settings")).toEqual([
      { settings: { readThroughServer: false, metered: "sparing" } },
    ]),
  );
  expect(box).not.toBeChecked();
});

test("how a costly connection is used is a setting", async () => {
  const { user, backend } = openApp("/settings");
  await user.click(await screen.findByRole("radio", { name: "As usual" }));
  await waitFor(() =>
    expect(backend.called("set_network_settings")).toEqual([
      { settings: { readThroughServer: true, metered: "asUsual" } },
    ]),
  );
});
