import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { sampleBookmarks } from "../test/fixture/likes";
import { ipcError } from "../test/fixture/sample";

const rows = () => screen.findAllByTestId("episode-row");
const heart = async (index: number) => {
  const row = (await rows())[index] as HTMLElement;
  return within(row).getByTestId("like");
};

/** What the message line says, and its way back: few elements, for looking through a page takes long. */
const said = () => screen.findByTestId("message-line");
const undo = async () => within(await said()).getByRole("button", { name: "Undo" });

test("the heart of a row likes, says so, and is undone", async () => {
  const { user, backend } = openApp("/podcast/1");
  expect(await heart(0)).toHaveAttribute("aria-pressed", "false");
  await user.click(await heart(0));
  expect(await said()).toHaveTextContent("You like Why the deep sea is louder than we thought");
  expect(await heart(0)).toHaveAttribute("aria-pressed", "true");
  await user.click(await undo());
  await waitFor(async () => expect(await heart(0)).toHaveAttribute("aria-pressed", "false"));
  expect(backend.called("set_episodes_liked")).toEqual([
    { episodeIds: [10_000], liked: true },
    { episodeIds: [10_000], liked: false },
  ]);
});

test("a like that fails is taken back and said", async () => {
  const { user, backend } = openApp("/podcast/1");
  backend.failures.set("set_episodes_liked", ipcError("database-busy"));
  await user.click(await heart(0));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("Your library is busy");
  expect(await heart(0)).toHaveAttribute("aria-pressed", "false");
});

test("several are liked at once; undoing leaves what was liked before", async () => {
  const { user, backend } = openApp("/podcast/1");
  ((await rows())[0] as HTMLElement).focus();
  await user.keyboard("{ArrowDown}{ArrowUp}{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
  const bar = await screen.findByRole("toolbar", { name: "3 selected" });
  await user.click(within(bar).getByRole("button", { name: "Like" }));
  expect(await said()).toHaveTextContent("3 episodes liked");
  await user.click(await undo());
  await waitFor(() => expect(backend.called("set_episodes_liked")).toHaveLength(2));
  expect(backend.called("set_episodes_liked")[1]).toEqual({
    episodeIds: [10_000, 10_002],
    liked: false,
  });
});

test("H likes what has the focus, else what is in the player", async () => {
  const { user, backend } = openApp("/podcast/1", { remembered: 2 });
  await rows();
  await user.keyboard("h");
  await waitFor(() =>
    expect(backend.called("set_episodes_liked")).toEqual([{ episodeIds: [10_002], liked: true }]),
  );
  const player = screen.getByTestId("player-bar");
  const inPlayer = within(player).getByTestId("like");
  await waitFor(() => expect(inPlayer).toHaveAttribute("aria-pressed", "true"));
  ((await rows())[1] as HTMLElement).focus();
  await user.keyboard("h");
  await waitFor(() =>
    expect(backend.called("set_episodes_liked")[1]).toEqual({
      episodeIds: [10_001],
      liked: false,
    }),
  );
});

test("H likes the podcast that has the focus", async () => {
  const { user, backend } = openApp("/likes?tab=podcasts", { remembered: 2 });
  const list = await screen.findByRole("grid", { name: "Podcasts you like" });
  within(list).getByText("Radiolab").closest<HTMLElement>("[role=row]")?.focus();
  await user.keyboard("h");
  await waitFor(() => expect(within(list).queryByText("Radiolab")).toBeNull());
  expect(backend.called("set_podcast_liked")).toEqual([{ id: 5, liked: false }]);
  expect(backend.called("set_episodes_liked")).toEqual([]);
});

test("a podcast is liked on its page and from its menu", async () => {
  const { user, backend } = openApp("/podcast/1");
  const header = (await screen.findByRole("heading", { name: "La science, CQFD" })).closest(
    "header",
  ) as HTMLElement;
  const button = within(header).getByRole("button", { name: "Like" });
  await user.click(button);
  await waitFor(() => expect(button).toHaveAttribute("aria-pressed", "true"));
  expect(await said()).toHaveTextContent("You like La science, CQFD");
  await user.click(await undo());
  await waitFor(() => expect(button).toHaveAttribute("aria-pressed", "false"));
  expect(backend.called("set_podcast_liked")).toEqual([
    { id: 1, liked: true },
    { id: 1, liked: false },
  ]);
});

test("the page of likes shows episodes with their podcast, and lets them go with a way back", async () => {
  const { user, backend } = openApp("/subscriptions");
  await user.click(await screen.findByTestId("nav-likes"));
  const first = (await rows())[0] as HTMLElement;
  expect(first).toHaveTextContent("La science, CQFD");
  await user.click(within(first).getByTestId("like"));
  await waitFor(async () => expect((await rows())[0]).not.toBe(first));
  expect(await said()).toHaveTextContent("You no longer like Comment naissent");
  await user.click(await undo());
  await waitFor(async () =>
    expect((await rows())[0]).toHaveTextContent("Comment naissent les nuages"),
  );
  expect(backend.called("set_episodes_liked").map(({ liked }) => liked)).toEqual([false, true]);
});

test("podcasts and bookmarks have tabs of their own, which are part of the place", async () => {
  const { user, router } = openApp("/likes", { bookmarks: sampleBookmarks() });
  await rows();
  await user.click(screen.getByRole("radio", { name: "Podcasts" }));
  expect(await screen.findByText("Radiolab")).toBeVisible();
  expect(router.state.location.search).toEqual({ tab: "podcasts" });
  await user.click(screen.getByRole("radio", { name: "Bookmarks" }));
  await waitFor(() => expect(screen.getAllByTestId("bookmark-row")).toHaveLength(3));
});

test("leaving a podcast does not make it less liked", async () => {
  const { user } = openApp("/likes?tab=podcasts");
  const list = await screen.findByRole("grid", { name: "Podcasts you like" });
  await user.pointer({ keys: "[MouseRight]", target: within(list).getByText("Radiolab") });
  await user.click(await screen.findByRole("menuitem", { name: "Unsubscribe" }));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("Radiolab");
  expect(within(list).getByText("Radiolab")).toBeVisible();
});

test("what is not there yet says how it comes there", async () => {
  const { user, backend } = openApp("/likes");
  backend.library = [];
  backend.episodes = new Map();
  expect(await screen.findByText("No episode liked yet")).toBeVisible();
  await user.click(screen.getByRole("radio", { name: "Podcasts" }));
  expect(await screen.findByText("No podcast liked yet")).toBeVisible();
  await user.click(screen.getByRole("radio", { name: "Bookmarks" }));
  expect(await screen.findByText(/press B to keep the place/)).toBeVisible();
});

test("a list that cannot be read says so and can be read again", async () => {
  const { user, backend } = openApp("/settings");
  backend.failures.set("liked_episodes", ipcError("database-failed", { class: "local" }));
  await user.click(await screen.findByTestId("nav-likes"));
  await screen.findByRole("alert");
  backend.failures.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect((await rows()).length).toBeGreaterThan(1);
});
