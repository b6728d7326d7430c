import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

const button = () => screen.findByTestId("player-speed");
const playing = { remembered: 2, player: { phase: "playing" as const } };

test("a press of a usual speed is kept for all, shown and said", async () => {
  const { user, backend } = openApp("/nowhere", playing);
  expect(await button()).toHaveTextContent("1×");
  await user.click(await button());
  expect(await screen.findByText("Now it holds for all podcasts")).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
  const presets = within(await screen.findByTestId("speed-presets"));
  await user.click(presets.getByText("1.5"));
  expect(await screen.findByTestId("speed-value")).toHaveTextContent("1.5×");
  expect(backend.called("set_speed")).toEqual([{ percent: 150 }]);
  expect(backend.player.speed).toEqual({ percent: 150, defaultPercent: 150, isOwn: false });
  await user.keyboard("{Escape}");
  await waitFor(async () => expect(await button()).toHaveAccessibleName("Speed: 1.5×"));
  const said = screen.getAllByRole("status").map((it) => it.textContent);
  expect(said).toContain("Speed: 1.5×");
});

test("a speed for this podcast alone leaves the others alone, and can be taken back", async () => {
  const speed = { percent: 120, defaultPercent: 120, isOwn: false };
  const { user, backend } = openApp("/nowhere", { ...playing, player: { speed } });
  await user.click(await button());
  await user.click(await screen.findByTestId("speed-own"));
  await user.click(await screen.findByTestId("speed-faster"));
  expect(await screen.findByText("Others stay at 1.2×")).toBeVisible();
  expect(backend.player.speed).toEqual({ percent: 125, defaultPercent: 120, isOwn: true });
  await user.click(await screen.findByTestId("speed-own"));
  expect(await screen.findByTestId("speed-value")).toHaveTextContent("1.2×");
  expect(backend.called("set_own_speed")).toEqual([{ isOwn: true }, { isOwn: false }]);
});

test("brackets go a step slower and faster, and no further than it goes", async () => {
  const speed = { percent: 295, defaultPercent: 295, isOwn: false };
  const { user, backend } = openApp("/nowhere", { ...playing, player: { speed } });
  await button();
  await user.keyboard("]]]]");
  await waitFor(async () => expect(await button()).toHaveTextContent("3×"));
  expect(backend.player.speed.percent).toBe(300);
  await user.keyboard("[[[[");
  await waitFor(async () => expect(await button()).toHaveTextContent("2.9×"));
});

test("what cannot be kept is taken back, with words", async () => {
  const { user, backend } = openApp("/nowhere", playing);
  await button();
  backend.failures.set("step_speed", ipcError("disk-full", { class: "local" }));
  await user.keyboard("]");
  await screen.findByTestId("message-line");
  expect(await button()).toHaveTextContent("1×");
});

test("what is left of an episode takes as long as it does at this speed", async () => {
  const speed = { percent: 200, defaultPercent: 100, isOwn: true };
  const player = { speed, positionMs: 0, durationMs: 3_600_000 };
  const { user } = openApp("/nowhere", { ...playing, player });
  await user.click(await screen.findByLabelText("Show time left"));
  expect(await screen.findByLabelText("Show duration")).toHaveTextContent("−30:00");
});

test("what is left in rows takes as long as it does at the speed of their podcast", async () => {
  const row = async () => (await screen.findAllByTestId("episode-row"))[2] as HTMLElement;
  const { backend, router, user } = openApp("/podcast/1", playing);
  await waitFor(async () => expect(await row()).toHaveTextContent("25:18 left"));
  await user.keyboard("]]]]]");
  await waitFor(async () => expect(await row()).toHaveTextContent("20:14 left"));
  // A podcast that is not in the player, and another device's choice.
  backend.ownSpeeds.set(2, 200);
  await backend.tell({ type: "speedsChanged" });
  await router.navigate({ to: "/podcast/$podcastId", params: { podcastId: 2 } });
  await waitFor(async () => expect(await row()).toHaveTextContent("12:39 left"));
});

test("what has not begun shows its length at any speed", async () => {
  openApp("/podcast/1", { ...playing, ownSpeeds: { 1: 200 } });
  const first = (await screen.findAllByTestId("episode-row"))[0] as HTMLElement;
  expect(first).toHaveTextContent("08:10");
});

test("the queue takes as long as its podcasts do at their speeds", async () => {
  // 42:10, of which 25:18 are left, and 08:10 of another podcast.
  openApp("/queue", { queue: [10002, 20000], ownSpeeds: { 1: 200 } });
  expect(await screen.findByText("2 episodes · 20:49 left")).toBeVisible();
});

test("in French a speed has a comma", async () => {
  const speed = { percent: 125, defaultPercent: 100, isOwn: true };
  openApp("/nowhere", { remembered: 2, player: { speed }, settings: { language: "fr" } });
  await waitFor(async () => expect(await button()).toHaveAccessibleName("Vitesse : 1,25×"));
});

test("the settings have the speed of everything else", async () => {
  const { user, backend } = openApp("/settings", { remembered: 2 });
  const setting = within(await screen.findByTestId("settings-speed"));
  await user.click(setting.getByRole("button"));
  await user.click(await screen.findByRole("option", { name: "1.75×" }));
  await waitFor(async () => expect(await button()).toHaveTextContent("1.75×"));
  expect(backend.called("set_default_speed")).toEqual([{ percent: 175 }]);
});
