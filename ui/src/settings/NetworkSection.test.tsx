import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

test("a connection that costs is named while it is there", async () => {
  const { backend } = openApp("/settings");
  expect(await screen.findByText(/^Sparing looks for new episodes once a day/)).toBeVisible();
  backend.connection = { isOnline: true, isMetered: true };
  await act(() => backend.tell({ type: "connectionChanged" }));
  expect(await screen.findByText(/^You are on one now/)).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
  backend.connection = { isOnline: true, isMetered: false };
  await act(() => backend.tell({ type: "connectionChanged" }));
  await waitFor(() => expect(screen.queryByText(/^You are on one now/)).toBeNull());
});

test("it can be used as any other, and what cannot be kept is taken back", async () => {
  const { user, backend } = openApp("/settings");
  const choice = within(await screen.findByTestId("settings-metered"));
  await user.click(choice.getByRole("radio", { name: "As usual" }));
  expect(backend.network.metered).toBe("asUsual");
  backend.failures.set("set_network_settings", ipcError("disk-full", { class: "local" }));
  await user.click(choice.getByRole("radio", { name: "Sparing" }));
  await screen.findByTestId("message-line");
  await waitFor(() => expect(choice.getByRole("radio", { name: "As usual" })).toBeChecked());
});
