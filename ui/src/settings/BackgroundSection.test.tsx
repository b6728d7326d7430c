import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

test("what closing the window does is chosen and kept", async () => {
  const { user, backend } = openApp("/settings");
  const closing = await screen.findByTestId("settings-closing");
  expect(within(closing).getByRole("radio", { name: "Keep running" })).toBeChecked();
  await user.click(within(closing).getByRole("radio", { name: "Quit" }));
  await waitFor(() => expect(backend.settings.closing).toBe("quit"));
  expect(await screen.findByText(/The icon in the tray brings the window back/)).toBeVisible();
});

test("a desktop without a tray says what closing means there", async () => {
  openApp("/settings", { background: { hasTray: false }, settings: { language: "fr" } });
  expect(await screen.findByText(/Ce bureau n’a pas de barre système/)).toBeVisible();
});

test("starting with the computer is off at first, and taken back when it fails", async () => {
  const { user, backend } = openApp("/settings");
  const autostart = await screen.findByRole("switch", { name: "Start with the computer" });
  expect(autostart).not.toBeChecked();
  await user.click(autostart);
  await waitFor(() => expect(backend.background.autostart).toBe(true));
  expect(autostart).toBeChecked();

  backend.failures.set("set_autostart", ipcError("autostart-not-changed", { class: "local" }));
  await user.click(autostart);
  expect(await screen.findByTestId("message-line")).toHaveTextContent(
    "Balados could not change whether it starts with the computer",
  );
  await waitFor(() => expect(autostart).toBeChecked());
});

test("zoom is chosen among steps, and a step of its own is shown too", async () => {
  const { user, backend } = openApp("/settings", { settings: { zoom: 103 } });
  const zoom = await screen.findByTestId("settings-zoom");
  expect(zoom).toHaveTextContent("103%");
  await user.click(within(zoom).getByRole("button"));
  await user.click(await screen.findByRole("option", { name: "125%" }));
  await waitFor(() => expect(backend.settings.zoom).toBe(125));
});

test("axe finds no fault", async () => {
  openApp("/settings");
  await screen.findByTestId("settings-autostart");
  expect(await accessibilityFaults()).toEqual([]);
});
