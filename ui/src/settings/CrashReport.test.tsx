import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

const path = "/home/listener/.local/share/org.balados.desktop/crashes/crash-1.txt";

test("after a crash one line says so, and shows the report", async () => {
  const { user, backend } = openApp("/", { crash: { path, isNew: true } });
  expect(await screen.findByTestId("message-line")).toHaveTextContent("A report was kept");
  await user.click(screen.getByRole("button", { name: "Show report" }));
  await waitFor(() => expect(backend.calls.map((it) => it.command)).toContain("show_crash_report"));
  expect(screen.queryByTestId("message-line")).toBeNull();
});

test("a report that was told of waits in the settings and says nothing", async () => {
  openApp("/settings", { crash: { path, isNew: false } });
  expect(await screen.findByTestId("crash-report")).toBeVisible();
  expect(screen.queryByTestId("message-line")).toBeNull();
  expect(await accessibilityFaults()).toEqual([]);
});

test("without a crash there is nothing to see", async () => {
  openApp("/settings");
  await screen.findByText("0.1.0");
  expect(screen.queryByTestId("crash-report")).toBeNull();
});

test("a folder that cannot be opened is said", async () => {
  const { user, backend } = openApp("/settings", { crash: { path, isNew: false } });
  backend.failures.set("show_crash_report", ipcError("folder-not-opened", { class: "local" }));
  await user.click(await screen.findByRole("button", { name: "Show report" }));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("could not be shown");
});
