import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { withPictures } from "../kit/Notes";
import { openApp } from "../test/app";

test("notes are shown, their links open outside, their pictures come from the cache", async () => {
  const { user, backend, router } = openApp("/episode/10000");
  const link = await screen.findByRole("link", { name: /a-very-long-address/ });
  await user.click(link);
  await waitFor(() => expect(backend.called("open_link")).toHaveLength(1));
  expect(router.state.location.pathname).toBe("/episode/10000");
  const picture = screen.getByAltText("A hydrophone on a reel");
  expect(picture).toHaveAttribute("src", expect.stringMatching(/^data:/));
  expect(picture).not.toHaveAttribute("data-src");
});

test("an episode can be played, downloaded, and left for its podcast", async () => {
  const { user, backend, router } = openApp("/episode/10000");
  const article = await screen.findByRole("article");
  await user.click(within(article).getByTestId("episode-play"));
  await waitFor(() => expect(backend.player.phase).toBe("playing"));
  backend.stopClock();
  await user.click(within(article).getByRole("button", { name: "Download" }));
  expect(await within(article).findByRole("button", { name: /Cancel download/ })).toBeVisible();
  await user.click(within(article).getByRole("link", { name: "La science, CQFD" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/podcast/1"));
});

test("one that was begun is resumed", async () => {
  openApp("/episode/10002");
  expect(await screen.findByRole("button", { name: "Resume" })).toBeVisible();
});

test("removing a download can be taken back", async () => {
  const { user, backend } = openApp("/episode/10001");
  await user.click(await screen.findByRole("button", { name: "Remove download" }));
  await user.click(await screen.findByRole("button", { name: "Download again" }));
  await waitFor(() => expect(backend.called("download")).toEqual([{ episodeId: 10_001 }]));
});

test("a file without sound can be opened elsewhere, an item without one only read", async () => {
  const { unmount } = openApp("/episode/10008");
  expect(await screen.findByRole("button", { name: "Open the file" })).toBeVisible();
  expect(screen.queryByTestId("episode-play")).toBeNull();
  unmount();
  openApp("/episode/10009");
  expect(await screen.findByText(/This item has no audio/)).toBeVisible();
});

test("notes without pictures are left as they are", () => {
  expect(withPictures("<p>a &amp; b</p>")).toBe("<p>a &amp; b</p>");
});
