import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { inStep } from "../test/fixture/sync";

const connected = { sync: inStep() };
const french = { settings: { language: "fr", theme: "light" } } as const;

test("what sync has done is told in both languages", async () => {
  const english = openApp("/sync", connected);
  const log = await screen.findByRole("list", { name: "Log" });
  const lines = within(log).getAllByTestId("sync-log-entry");
  expect(lines.map((it) => it.querySelector("span")?.textContent)).toEqual([
    "Live: 1 received, 3 sent",
    "Live connection: every change comes and goes at once",
    "Exchange in 2.3 s: 1,204 received, 3 sent, 2 refused",
    expect.stringMatching(/balados\.example.* · 7 times$/),
    "Exchange in 84 ms: nothing new",
  ]);
  expect(await accessibilityFaults()).toEqual([]);
  english.unmount();
  openApp("/sync", { ...connected, ...french });
  expect(await screen.findByText("Échange en 84 ms : rien de nouveau")).toBeVisible();
});

test("it is copied whole, with times and codes", async () => {
  const { user } = openApp("/sync", connected);
  const written = vi.spyOn(navigator.clipboard, "writeText");
  await user.click(await screen.findByRole("button", { name: "Copy for a report" }));
  await screen.findByText("The log was copied");
  const lines = written.mock.calls[0]?.[0].split("\n") ?? [];
  expect(lines).toHaveLength(5);
  expect(lines[3]).toMatch(/^\d{4}-\d\d-\d\dT.*Z ×7 \[host-unreachable\] /);
});

test("nothing has happened yet", async () => {
  openApp("/sync", { ...connected, log: [] });
  expect(await screen.findByText("Nothing has happened since Balados was started.")).toBeVisible();
});

test("devices are named, and forgotten after a question", async () => {
  const { backend, user } = openApp("/sync", connected);
  const devices = () => screen.getAllByTestId("device");
  await screen.findByText("Pixel 9");
  expect(devices()[2]).toHaveTextContent("A device without a name");
  await user.click(screen.getByRole("button", { name: "Rename" }));
  const dialog = await screen.findByRole("dialog");
  const field = within(dialog).getByRole("textbox", { name: "Name" });
  await user.clear(field);
  expect(within(dialog).getByRole("button", { name: "Rename" })).toBeDisabled();
  await user.type(field, " Study ");
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Rename" }));
  await waitFor(() => expect(devices()[0]).toHaveTextContent("Study"));
  expect(backend.called("rename_device")).toEqual([{ name: "Study" }]);
  await user.click(screen.getByRole("button", { name: "Forget Pixel 9" }));
  await user.click(await screen.findByTestId("question-yes"));
  await waitFor(() => expect(screen.queryByText("Pixel 9")).toBeNull());
  expect(backend.called("forget_device")).toEqual([{ id: "phone" }]);
});

test("what a server cannot hold is said, and is not waiting", async () => {
  openApp("/sync", {
    sync: { ...inStep(), staying: ["collection", "collection_feed", "setting", "device"] },
  });
  expect(await screen.findByTestId("staying")).toHaveTextContent(
    "This server has no place for collections and settings.",
  );
  expect(await screen.findByText("Everything was sent.")).toBeVisible();
});
