import { act, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

const button = () => screen.findByTestId("player-sleep");
const items = () => screen.findAllByTestId("menu-item");

/** Opens the menu and chooses. */
async function choose(user: UserEvent, words: string) {
  await user.click(await button());
  await user.click(await screen.findByText(words));
}

test("the menu has the usual times and the end of the episode", async () => {
  const { user } = openApp("/nowhere", { remembered: 2 });
  await user.click(await button());
  expect((await items()).map((it) => it.textContent)).toEqual([
    "After 5 minutes",
    "After 15 minutes",
    "After 30 minutes",
    "After 45 minutes",
    "After 60 minutes",
    "At the end of the episode",
  ]);
  expect(await accessibilityFaults()).toEqual([]);
});

test("the timer is set, shown, put off and turned off", async () => {
  const { user, backend } = openApp("/nowhere", { remembered: 2, player: { phase: "playing" } });
  expect(await button()).toHaveAccessibleName("Sleep timer");
  await choose(user, "After 30 minutes");
  await waitFor(async () => expect(await button()).toHaveTextContent("30 min"));
  expect(await button()).toHaveAccessibleName("Sleep timer: 30 minutes left");
  expect(backend.called("set_sleep_timer")).toEqual([{ after: { kind: "time", ms: 1_800_000 } }]);
  await choose(user, "5 more minutes");
  await waitFor(async () => expect(await button()).toHaveTextContent("35 min"));
  await choose(user, "Turn off");
  await waitFor(async () => expect(await button()).not.toHaveTextContent("min"));
  expect(backend.player.sleep).toBeNull();
});

test("at the end of the episode there is no time to put off", async () => {
  const { user } = openApp("/nowhere", { remembered: 2 });
  await choose(user, "At the end of the episode");
  const running = "Sleep timer: at the end of the episode";
  await waitFor(async () => expect(await button()).toHaveAccessibleName(running));
  await user.click(await button());
  const [first] = await items();
  expect(first).toHaveTextContent("Turn off");
});

test("Z opens the menu, arrows and Enter choose, Escape leaves it", async () => {
  const { user, backend } = openApp("/nowhere", { remembered: 2 });
  await button();
  await user.keyboard("z");
  await items();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByTestId("menu-item")).toBeNull());
  await user.keyboard("z");
  await items();
  await user.keyboard("{ArrowDown}{Enter}");
  await waitFor(() => expect(backend.called("set_sleep_timer")).toHaveLength(1));
});

test("Z does nothing while there is nothing to hear", async () => {
  const { user } = openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await user.keyboard("z");
  expect(screen.queryByTestId("menu-item")).toBeNull();
});

test("a timer that cannot be set is not shown", async () => {
  const { user, backend } = openApp("/nowhere", { remembered: 2 });
  backend.failures.set("set_sleep_timer", ipcError("internal", { class: "local" }));
  await choose(user, "After 5 minutes");
  await screen.findByTestId("message-line");
  expect(await button()).not.toHaveTextContent("min");
});

test("while the sound goes down there is a way to stay awake", async () => {
  const { user, backend } = openApp("/nowhere", {
    remembered: 2,
    player: { phase: "playing", sleep: { kind: "time", leftMinutes: 1, isFading: true } },
  });
  const bar = within(await screen.findByTestId("player-bar"));
  expect(bar.getByText("The sound is fading out, then playback stops")).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(bar.getByRole("button", { name: "5 more minutes" }));
  await waitFor(() => expect(backend.called("extend_sleep_timer")).toEqual([{ byMs: 300_000 }]));
  await waitFor(() => expect(bar.queryByText(/fading out/)).toBeNull());
});

test("when the timer has ended, one can play on", async () => {
  const { user, backend } = openApp("/nowhere", { remembered: 2 });
  await screen.findByTestId("player-bar");
  await act(() => backend.tell({ type: "sleepTimerEnded", episodeId: 10_002 }));
  const line = await screen.findByTestId("message-line");
  expect(line).toHaveTextContent("The sleep timer has stopped playback");
  await user.click(within(line).getByRole("button", { name: "Play on" }));
  await waitFor(() => expect(backend.player.phase).toBe("playing"));
});

test("the palette has it too", async () => {
  const { user, backend } = openApp("/nowhere", { remembered: 2 });
  await screen.findByTestId("player-bar");
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("dialog", { name: "Search and actions" });
  await user.keyboard("timer: after 45{Enter}");
  await waitFor(() =>
    expect(backend.called("set_sleep_timer")).toEqual([{ after: { kind: "time", ms: 2_700_000 } }]),
  );
});
