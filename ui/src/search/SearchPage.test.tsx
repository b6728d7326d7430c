import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { keepPlace, lastPlace } from "../app/last-place";
import { accessibilityFaults, openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

const OFFLINE = ipcError("host-unreachable", { detail: { host: "itunes.apple.com" } });

async function searchFor(words: string, path = "/search") {
  const app = openApp(path);
  await app.user.type(await screen.findByTestId("search-words"), `${words}{Enter}`);
  return app;
}

const rows = () => screen.findAllByTestId("found-show");

test("words are sent when the listener says so, and never before", async () => {
  const { user, backend, router } = openApp("/search");
  const field = await screen.findByTestId("search-words");
  expect(field).toHaveFocus();
  expect(
    await screen.findByText("Your words go to Apple Podcasts and fyyd when you search."),
  ).toBeVisible();
  await user.type(field, "the sea");
  expect(backend.called("search_shows")).toEqual([]);
  await user.keyboard("{Enter}");
  expect(await rows()).toHaveLength(5);
  expect(backend.called("search_shows")).toEqual([{ words: "the sea" }]);
  expect(router.state.location.search).toEqual({ q: "the sea" });
  expect(screen.getByRole("status", { name: "" })).toHaveTextContent("5 podcasts found");
});

test("a row says what it is, and whether one follows it", async () => {
  await searchFor("sea");
  const [known, found, one, , bare] = await rows();
  expect(known).toHaveTextContent(/La science, CQFD.*Subscribed/);
  expect(found).toHaveTextContent(/Le vent dans les haubans.*Radio du Lac.*128 episodes · Latest/);
  expect(one).toHaveTextContent("1 episode");
  expect(bare).toHaveTextContent("pods.example.net");
});

test("one press subscribes, says so in its place, and can be undone", async () => {
  const { user, backend } = await searchFor("sea");
  await rows();
  await user.click(screen.getByRole("button", { name: "Subscribe to Small Machines" }));
  expect(await screen.findByText("Small Machines was added")).toBeVisible();
  expect(backend.called("subscribe_found")).toEqual([
    {
      feedUrl: "https://found.example.net/2/feed.xml",
      title: "Small Machines",
      image: "https://found.example.net/2/cover.jpg",
    },
  ]);
  await waitFor(async () => expect((await rows())[2]).toHaveTextContent("Subscribed"));
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(backend.called("unsubscribe")).toEqual([{ id: 502 }]));
});

test("a subscription that fails is taken back, with words", async () => {
  const { user, backend } = await searchFor("sea");
  await rows();
  backend.failures.set("subscribe_found", ipcError("disk-full", { class: "local" }));
  await user.click(screen.getByRole("button", { name: "Subscribe to Small Machines" }));
  expect(await screen.findByText(/disk is full/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Subscribe to Small Machines" })).toBeVisible();
});

test("what is in the library opens, and the way back shows the results again without asking", async () => {
  const { user, backend, router } = await searchFor("sea");
  await rows();
  await user.click(screen.getByText("La science, CQFD"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/podcast/1"));
  router.history.back();
  expect(await rows()).toHaveLength(5);
  expect(screen.getByTestId("search-words")).toHaveValue("sea");
  expect(backend.called("search_shows")).toHaveLength(1);
});

test("what is not in the library is looked at, also by keyboard", async () => {
  const { user } = await searchFor("sea");
  const [, found] = await rows();
  found?.focus();
  await user.keyboard("{Enter}");
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByTestId("found-podcast")).toHaveTextContent("128 episodes");
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Not now" }));
  expect(await rows()).toHaveLength(5);
});

test("an address in the same field is looked at, and nobody is asked", async () => {
  const { backend } = await searchFor("example.org/feed");
  expect(await screen.findByTestId("found-podcast")).toBeVisible();
  expect(backend.called("preview_feed")).toEqual([{ address: "example.org/feed" }]);
  expect(backend.called("search_shows")).toEqual([]);
});

test("while one directory is waited for, what the other found is shown", async () => {
  const { user, backend } = openApp("/search");
  backend.search.answers.fyyd = { kind: "asking" };
  await user.type(await screen.findByTestId("search-words"), "sea{Enter}");
  expect(await rows()).toHaveLength(5);
  expect(screen.getByTestId("search-status")).toHaveTextContent(
    "5 podcasts found · Waiting for fyyd…",
  );
  backend.search.answer();
  await waitFor(() =>
    expect(screen.getByTestId("search-status")).toHaveTextContent(/^5 podcasts found$/),
  );
});

test("one directory that fails is named, and can be asked again", async () => {
  const { user, backend } = openApp("/search");
  const busy = ipcError("directory-busy", { detail: { host: "api.fyyd.de" } });
  backend.search.fail(busy, "fyyd");
  await user.type(await screen.findByTestId("search-words"), "sea{Enter}");
  expect(await rows()).toHaveLength(5);
  const silent = within(screen.getByTestId("search-silent"));
  expect(silent.getByText("Not all could be asked. api.fyyd.de wants a pause")).toBeVisible();
  backend.search.answers.fyyd = { kind: "answered" };
  await user.click(silent.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByTestId("search-silent")).toBeNull());
});

test("offline the page says so, and offers what works without a network", async () => {
  const { user, backend } = openApp("/search");
  backend.search.fail(OFFLINE, "apple", "fyyd");
  await user.type(await screen.findByTestId("search-words"), "sea{Enter}");
  expect(await screen.findByText("You seem to be offline")).toBeVisible();
  expect(screen.getByTestId("add-import")).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
  backend.search.answer();
  expect(await rows()).toHaveLength(5);
});

test("a failure that is no lost connection says what it is", async () => {
  const { user, backend } = openApp("/search");
  const failure = ipcError("http-status", { detail: { host: "api.fyyd.de", status: "500" } });
  backend.search.fail(failure, "apple", "fyyd");
  await user.type(await screen.findByTestId("search-words"), "sea{Enter}");
  expect(await screen.findByText("api.fyyd.de answers with an error (500)")).toBeVisible();
  expect(screen.getByText("Try again later.")).toBeVisible();
});

test("nothing found is said, to who sees and to who hears", async () => {
  const { user, backend } = openApp("/search");
  backend.search.shows = [];
  await user.type(await screen.findByTestId("search-words"), "qwertz{Enter}");
  expect(await screen.findAllByText("Nothing found for “qwertz”")).toHaveLength(2);
  expect(screen.getByTestId("search-status")).toHaveTextContent("Nothing found for “qwertz”");
});

test("words that nobody has asked for in this run are not sent by themselves", async () => {
  const { user, backend } = openApp("/search?q=sea");
  const again = await screen.findByText("Search for “sea”?");
  expect(backend.called("search_shows")).toEqual([]);
  const offer = within(again.parentElement as HTMLElement);
  await user.click(offer.getByRole("button", { name: "Search" }));
  expect(await rows()).toHaveLength(5);
});

test("words are kept nowhere", () => {
  keepPlace({ href: "/search?q=illness", top: 0 });
  expect(lastPlace()?.href).toBe("/search");
  expect(JSON.stringify(localStorage)).not.toContain("illness");
});

test("each directory can be switched off; with all of them off only addresses are taken", async () => {
  const { user, backend, router } = openApp("/settings");
  await user.click(await screen.findByRole("switch", { name: "Apple Podcasts" }));
  expect(backend.called("set_search_settings")).toEqual([
    { settings: { apple: false, fyyd: true } },
  ]);
  await router.navigate({ to: "/search" });
  expect(await screen.findByText(/Your words go to fyyd when/)).toBeVisible();
  await router.navigate({ to: "/settings" });
  await user.click(await screen.findByRole("switch", { name: "fyyd" }));
  await router.navigate({ to: "/search" });
  expect(await screen.findByText("Searching by words is switched off")).toBeVisible();
  expect(screen.getByTestId("add-import")).toBeVisible();
  await user.type(screen.getByTestId("search-words"), "example.org{Enter}");
  expect(await screen.findByTestId("found-podcast")).toBeVisible();
});

test("words in the dialog that adds and in the first steps lead to the results", async () => {
  const first = { library: [], settings: { welcomed: false } };
  for (const [path, options] of [
    ["/subscriptions?add=true", {}],
    ["/subscriptions", first],
  ] as const) {
    const { user, backend, router, unmount } = openApp(path, { ...options });
    await user.type(await screen.findByTestId("add-address"), "the sea");
    expect(screen.getByTestId("add-submit")).toHaveTextContent("Search");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/search"));
    expect(backend.called("search_shows")).toEqual([{ words: "the sea" }]);
    expect(backend.called("add_podcast")).toEqual([]);
    unmount();
  }
});

test("a name that looks like an address can be searched for when nothing is there", async () => {
  const { user, backend, router } = openApp("/subscriptions?add=true");
  backend.add = () => {
    throw ipcError("host-unknown", { detail: { host: "node.js" } });
  };
  await user.type(await screen.findByTestId("add-address"), "Node.js{Enter}");
  await user.click(await screen.findByRole("button", { name: "Search for “Node.js” instead" }));
  await waitFor(() => expect(router.state.location.search).toEqual({ q: "Node.js" }));
});

test("the page of discovery and an empty filter lead there too", async () => {
  const { router, unmount } = await searchFor("sea", "/discover");
  await waitFor(() => expect(router.state.location.pathname).toBe("/search"));
  expect(await rows()).toHaveLength(5);
  unmount();
  const app = openApp("/subscriptions?text=zzz");
  await app.user.click(await screen.findByRole("button", { name: "Find podcasts" }));
  await waitFor(() => expect(app.router.state.location.search).toEqual({ q: "zzz" }));
});
