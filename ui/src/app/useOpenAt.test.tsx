import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";

test("a place that waited for the window is opened once", async () => {
  const { backend, router } = openApp("/settings", { place: { kind: "episode", id: 10002 } });
  expect(await screen.findByText("In this episode")).toBeVisible();
  await act(() => router.navigate({ to: "/settings" }));
  expect(await screen.findByRole("heading", { name: "Settings" })).toBeVisible();
  expect(backend.place).toBeNull();
});

test("a window that is open goes there, and back leads to where it was", async () => {
  const { backend, router } = openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await act(() => backend.asksFor({ kind: "sync" }));
  expect(await screen.findByRole("heading", { name: "Sync" })).toBeVisible();
  await act(async () => router.history.back());
  expect(await screen.findByRole("heading", { name: "Settings" })).toBeVisible();
});

test("nothing opens before the library does", async () => {
  const path = "/home/listener/library.db";
  const startup = { kind: "damagedDatabase", path, detail: "" } as const;
  const { backend } = openApp("/", { startup, place: { kind: "sync" } });
  await screen.findByText("Your library is damaged");
  expect(backend.place).toEqual({ kind: "sync" });
});
