import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

const look = { name: "Check for updates" };
const install = { name: "Install and restart" };
const found = { kind: "found", version: "0.2.0", notes: "Faster\nCalmer" } as const;

test("a package of a distribution does not speak of updates", async () => {
  openApp("/settings");
  await screen.findByText("0.1.0");
  expect(screen.queryByRole("button", look)).toBeNull();
});

test("it asks when told to, and installs when told to", async () => {
  const { user, backend } = openApp("/settings", { update: { kind: "unasked" } });
  backend.release = found;
  await user.click(await screen.findByRole("button", look));
  expect(await screen.findByText("Faster Calmer")).toBeVisible();
  expect(backend.calls.map((it) => it.command)).not.toContain("install_update");
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(screen.getByRole("button", install));
  await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("Restarting"));
});

test("the newest version is said to be it", async () => {
  const { user } = openApp("/settings", { update: { kind: "unasked" } });
  await user.click(await screen.findByRole("button", look));
  await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("newest version"));
});

test("a download says how far it is, and cannot be begun twice", async () => {
  openApp("/settings", { update: { kind: "loading", version: "0.2.0", percent: 42 } });
  expect(await screen.findByRole("status")).toHaveTextContent("42%");
  expect(screen.getByRole("button", look)).toBeDisabled();
});

test("what is not genuine is said, and what was found stays", async () => {
  const { user, backend } = openApp("/settings", { update: found });
  backend.failures.set("install_update", ipcError("update-not-genuine", { class: "permanent" }));
  await user.click(await screen.findByRole("button", install));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("not signed");
  expect(screen.getByRole("button", install)).toBeEnabled();
});
