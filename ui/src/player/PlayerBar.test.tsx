import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

const bar = () => screen.findByTestId("player-bar");

test("nothing is there until something was played", async () => {
  openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  expect(screen.queryByTestId("player-bar")).toBeNull();
});

test("the last episode comes back paused, at its place", async () => {
  openApp("/settings", { remembered: 2 });
  expect(await bar()).toHaveAttribute("data-phase", "paused");
  expect(screen.getByTestId("player-title")).toHaveTextContent("The lighthouse keepers");
  expect(screen.getByTestId("player-position")).toHaveTextContent("16:52");
  expect(screen.getByRole("button", { name: "Show time left" })).toHaveTextContent("42:10");
});

test("the clock moves the position", async () => {
  const { backend } = openApp("/settings", { remembered: 2 });
  await bar();
  const clock = { episodeId: 10_002, positionMs: 61_000, durationMs: 120_000, bufferedMs: 90_000 };
  await act(() => backend.tell({ type: "playerClock", clock }));
  expect(screen.getByTestId("player-position")).toHaveTextContent("01:01");
});

test("space plays and pauses, J and L skip", async () => {
  const { user, backend } = openApp("/settings", { remembered: 2 });
  await bar();
  await user.keyboard(" ");
  await waitFor(() => expect(backend.player.phase).toBe("playing"));
  await user.keyboard(" ");
  await waitFor(() => expect(backend.player.phase).toBe("paused"));
  await user.keyboard("jl");
  await waitFor(() =>
    expect(backend.called("skip")).toEqual([{ deltaMs: -15_000 }, { deltaMs: 30_000 }]),
  );
});

test("the slider is moved by keys and shows its value in words", async () => {
  const { user, backend } = openApp("/settings", { remembered: 2 });
  await bar();
  const slider = within(screen.getByTestId("player-seek")).getByRole("slider");
  expect(slider).toHaveAttribute("aria-valuetext", "16:52 of 42:10");
  slider.focus();
  await user.keyboard("{ArrowRight}");
  await waitFor(() => expect(backend.called("skip")).toEqual([{ deltaMs: 5_000 }]));
  expect(slider).toHaveAttribute("aria-valuetext", "16:57 of 42:10");
  await user.keyboard("{Home}");
  await waitFor(() => expect(backend.called("seek")).toEqual([{ positionMs: 0 }]));
});

test("length turns into time left and back, and is kept", async () => {
  const { user, unmount } = openApp("/settings", { remembered: 2 });
  await bar();
  await user.click(screen.getByRole("button", { name: "Show time left" }));
  expect(screen.getByRole("button", { name: "Show duration" })).toHaveTextContent("−25:18");
  unmount();
  openApp("/settings", { remembered: 2 });
  expect(await screen.findByRole("button", { name: "Show duration" })).toBeVisible();
});

test("pausing that fails goes on playing and says why", async () => {
  const { user, backend } = openApp("/settings", {
    remembered: 2,
    player: { phase: "playing" },
  });
  backend.failures.set("pause", ipcError("device-lost", { class: "local" }));
  await bar();
  await user.click(screen.getByTestId("player-toggle"));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("The sound device went away");
  expect(await bar()).toHaveAttribute("data-phase", "playing");
});

test("mute and volume", async () => {
  const { user, backend } = openApp("/settings", { remembered: 2 });
  await bar();
  await user.click(screen.getByRole("button", { name: "Mute" }));
  await waitFor(() => expect(backend.player.muted).toBe(true));
  fireEvent.change(screen.getByRole("slider", { name: "Volume" }), { target: { value: "0.5" } });
  await waitFor(() => expect(backend.player.volume).toBe(0.5));
  expect(backend.player.muted).toBe(false);
});

test("an error is said in the player, with a way to try again", async () => {
  const { user, backend } = openApp("/settings", {
    remembered: 2,
    player: {
      phase: "failed",
      error: ipcError("host-unreachable", { detail: { host: "media.example.org" } }),
    },
  });
  const alert = within(await bar()).getByRole("alert");
  expect(alert).toHaveTextContent("No connection to media.example.org");
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(backend.called("play_episode")).toEqual([{ id: 10_002 }]));
  backend.stopClock();
});

test("without a sound device the player says so", async () => {
  openApp("/settings", { remembered: 2, player: { soundDevice: { kind: "absent" } } });
  expect(await bar()).toHaveTextContent("No sound device was found");
});

test("screen readers hear what the player does, but not what it did at launch", async () => {
  const { backend } = openApp("/settings", { remembered: 2 });
  const player = await bar();
  expect(player).not.toHaveTextContent("Paused");
  await act(() =>
    backend.tell({ type: "playerChanged", player: { ...backend.player, phase: "playing" } }),
  );
  expect(await within(player).findByText(/^Playing The lighthouse/)).toBeInTheDocument();
});
