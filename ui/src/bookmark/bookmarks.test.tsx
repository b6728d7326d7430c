import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { sampleBookmarks } from "../test/fixture/likes";
import { ipcError } from "../test/fixture/sample";

const section = () => screen.findByTestId("bookmarks");
const list = async () => within(await section()).findAllByRole("listitem");

test("B keeps the place that is heard, and its note can be written at once", async () => {
  const { user, backend } = openApp("/subscriptions", { remembered: 2 });
  await screen.findByTestId("player-bar");
  const at = backend.player.positionMs;
  await user.keyboard("b");
  await waitFor(() =>
    expect(backend.called("set_bookmark")).toEqual([
      { episodeId: 10_002, positionMs: at, note: "" },
    ]),
  );
  expect(await screen.findByText(/^Bookmark set at/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Add a note" }));
  await user.type(await screen.findByRole("textbox", { name: "Note" }), "The hum");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(backend.bookmarks[0]?.note).toBe("The hum"));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a bookmark that was set by mistake is undone", async () => {
  const { user, backend } = openApp("/subscriptions", { remembered: 2 });
  const player = await screen.findByTestId("player-bar");
  await user.click(within(player).getByRole("button", { name: "Bookmark this place" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(backend.bookmarks).toEqual([]));
});

test("without anything in the player there is no place to keep", async () => {
  const { user, backend } = openApp("/episode/10000");
  await screen.findByRole("article");
  await user.keyboard("b");
  expect(backend.called("set_bookmark")).toEqual([]);
  expect(screen.queryByTestId("bookmarks")).toBeNull();
});

test("an episode shows its bookmarks in order, and plays from them", async () => {
  const { user, backend } = openApp("/episode/10002", { bookmarks: sampleBookmarks() });
  const [first, second] = await list();
  expect(first).toHaveTextContent("03:05");
  expect(second).toHaveTextContent("The hum that would not stop");
  await user.click(within(second as HTMLElement).getByRole("button", { name: /from 12:34/ }));
  await waitFor(() =>
    expect(backend.called("play_episode_from")).toEqual([{ id: 10_002, positionMs: 754_000 }]),
  );
  backend.stopClock();
  await user.click(within(await section()).getByTestId("bookmark-here"));
  await waitFor(async () => expect(await list()).toHaveLength(3));
});

test("a bookmark goes with a way back, and stays when that fails", async () => {
  const { user, backend } = openApp("/episode/10002", { bookmarks: sampleBookmarks() });
  await list();
  const remove = () => screen.getByRole("button", { name: "Remove the bookmark at 12:34" });
  backend.failures.set("remove_bookmark", ipcError("database-busy"));
  await user.click(remove());
  expect(await screen.findByTestId("message-line")).toHaveTextContent("Your library is busy");
  expect(await list()).toHaveLength(2);
  backend.failures.clear();
  await user.click(remove());
  await waitFor(async () => expect(await list()).toHaveLength(1));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(async () => expect(await list()).toHaveLength(2));
  expect((await list())[1]).toHaveTextContent("The hum that would not stop");
});

test("a note is changed by keyboard alone", async () => {
  const { user, backend } = openApp("/episode/10002", { bookmarks: sampleBookmarks() });
  await user.click(await screen.findByRole("button", { name: "Edit the note" }));
  const field = await screen.findByRole("textbox", { name: "Note" });
  expect(field).toHaveFocus();
  await user.clear(field);
  await user.keyboard("Whales{Control>}{Enter}{/Control}");
  expect(await screen.findByText("Whales")).toBeVisible();
  expect(backend.called("note_bookmark")).toEqual([{ id: "a", note: "Whales" }]);
});

test("in the list of all, a bookmark says where it is and holds its actions", async () => {
  const { user, router } = openApp("/likes?tab=bookmarks", { bookmarks: sampleBookmarks() });
  const bookmarks = () => screen.getAllByTestId("bookmark-row");
  await waitFor(() => expect(bookmarks()).toHaveLength(3));
  const [first, second] = bookmarks();
  expect(first).toHaveTextContent(/12:34.*The hum.*The lighthouse keepers.*La science/);
  expect(second).toHaveTextContent(/03:05.*The lighthouse keepers/);
  await user.pointer({ keys: "[MouseRight]", target: first as HTMLElement });
  const names = (await screen.findAllByRole("menuitem")).map((it) => it.textContent);
  expect(names).toEqual(["Play from here", "Edit the note", "Remove the bookmark", "Open episode"]);
  await user.click(screen.getByRole("menuitem", { name: "Open episode" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/episode/10002"));
});
