import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

const rows = () => screen.findAllByTestId("episode-row");
const row = (index: number) =>
  waitFor(async () => {
    const found = (await rows())[index];
    expect(found).toBeDefined();
    return found as HTMLElement;
  });

test("only the rows in sight exist, of a thousand", async () => {
  openApp("/podcast/1");
  expect(await screen.findByRole("heading", { name: "La science, CQFD" })).toBeVisible();
  expect(screen.getByText("1,200 episodes")).toBeVisible();
  expect((await rows()).length).toBeLessThan(60);
});

test("a row says what its episode is", async () => {
  openApp("/podcast/1");
  expect(await row(0)).toHaveTextContent(/New.*08:10/);
  expect(await row(2)).toHaveTextContent(/In progress.*25:18 left/);
  expect(await row(7)).toHaveTextContent("Bonus");
  expect(within(await row(1)).getByRole("img", { name: "Downloaded, 48 MB" })).toBeVisible();
  expect(within(await row(3)).getByRole("button", { name: /Downloading, 37/ })).toBeVisible();
  expect(within(await row(5)).getByRole("button", { name: /Download failed/ })).toBeVisible();
});

test("what has no audio is shown, cannot be played, and says why", async () => {
  openApp("/podcast/1");
  const pdf = await row(8);
  expect(pdf).toHaveTextContent("PDF, not audio");
  expect(within(pdf).queryByTestId("episode-play")).toBeNull();
  expect(await row(9)).toHaveTextContent("no audio");
  expect(await row(10)).toHaveTextContent("Video, played as audio");
  expect(within(await row(10)).getByTestId("episode-play")).toBeVisible();
});

test("play starts, and the same button pauses", async () => {
  const { user, backend } = openApp("/podcast/1");
  await user.click(within(await row(0)).getByTestId("episode-play"));
  expect(await screen.findByTestId("player-title")).toHaveTextContent("Why the deep sea");
  await user.click(await within(await row(0)).findByRole("button", { name: /^Pause/ }));
  await waitFor(() => expect(backend.player.phase).toBe("paused"));
  expect(backend.called("play_episode")).toEqual([{ id: 10_000 }]);
  await user.click(within(await row(0)).getByTestId("episode-play"));
  await waitFor(() => expect(backend.player.phase).toBe("playing"));
  expect(backend.called("play_episode")).toHaveLength(1);
  backend.stopClock();
});

test("marking as played can be undone", async () => {
  const { user, backend } = openApp("/podcast/1");
  const first = await row(0);
  await user.click(within(first).getByRole("button", { name: "Mark as played" }));
  expect(await screen.findByText("1 episode marked as played")).toBeVisible();
  expect(await row(0)).toHaveTextContent("Played");
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(async () => expect(await row(0)).toHaveTextContent("New"));
  expect(backend.called("restore_progress")).toEqual([
    { before: [{ episodeId: 10_000, played: false, positionMs: 0 }] },
  ]);
});

test("marking that fails is taken back, said, and can be tried again", async () => {
  const { user, backend } = openApp("/podcast/1");
  backend.failures.set("set_played", ipcError("database-busy"));
  await user.click(within(await row(0)).getByRole("button", { name: "Mark as played" }));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("Your library is busy");
  expect(await row(0)).toHaveTextContent("New");
  backend.failures.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("1 episode marked as played")).toBeVisible();
});

test("several are selected by keyboard and marked at once", async () => {
  const { user, backend } = openApp("/podcast/1");
  await rows();
  (await row(1)).focus();
  await user.keyboard("{ArrowUp}{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
  const bar = await screen.findByRole("toolbar", { name: "3 selected" });
  await user.click(within(bar).getByRole("button", { name: "Mark as played" }));
  expect(await screen.findByText("3 episodes marked as played")).toBeVisible();
  expect(backend.called("set_played")).toEqual([
    { episodeIds: [10_000, 10_001, 10_002], played: true },
  ]);
  expect(screen.queryByRole("toolbar", { name: /selected/ })).toBeNull();
});

test("arrow keys walk, Enter opens, Space belongs to the player", async () => {
  const { user, backend, router } = openApp("/podcast/1", { remembered: 2 });
  await rows();
  (await row(0)).focus();
  await user.keyboard("{ArrowDown}");
  expect(await row(1)).toHaveFocus();
  await user.keyboard(" ");
  await waitFor(() => expect(backend.player.phase).toBe("playing"));
  backend.stopClock();
  await user.keyboard("d");
  expect(backend.called("download")).toEqual([]);
  await user.keyboard("{ArrowUp}d");
  await waitFor(() => expect(backend.called("download")).toEqual([{ episodeId: 10_000 }]));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(router.state.location.pathname).toBe("/episode/10000"));
});

test("the context menu holds what the row's buttons do", async () => {
  const { user } = openApp("/podcast/1");
  await user.pointer({ keys: "[MouseRight]", target: await row(0) });
  const names = (await screen.findAllByRole("menuitem")).map((it) => it.textContent);
  expect(names).toEqual([
    "Play",
    "Play next",
    "Add to the queue",
    "Add to a playlist…",
    "Mark as played",
    "Like",
    "Download",
    "Open episode",
  ]);
});

test("filters and order are part of the place", async () => {
  const { user, router } = openApp("/podcast/1");
  await rows();
  await user.click(screen.getByRole("radio", { name: "In progress" }));
  await waitFor(async () => expect(await rows()).toHaveLength(2));
  await user.click(screen.getByRole("button", { name: "Newest first" }));
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ filter: "inProgress", order: "oldest" }),
  );
  await user.type(screen.getByRole("searchbox"), "nothing like it");
  expect(await screen.findByText(/No episode title matches/)).toBeVisible();
});

test("a failing feed says why and can be tried again", async () => {
  const { user, backend } = openApp("/podcast/4");
  expect(await screen.findByText("This podcast cannot be refreshed")).toBeVisible();
  expect(screen.getByText(/feeds\.wnyc\.org answers with an error \(503\)/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(backend.called("refresh")).toEqual([{ id: 4 }]));
});

test("a podcast without episodes says so", async () => {
  openApp("/podcast/20");
  expect(await screen.findByText("This podcast has no episodes yet")).toBeVisible();
});

test("a podcast that is not there says so", async () => {
  openApp("/podcast/999");
  expect(await screen.findByText("This is no longer in your library")).toBeVisible();
});
