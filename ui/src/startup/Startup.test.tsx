import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { several } from "../test/fixture/profiles";
import { ipcError } from "../test/fixture/sample";

const path = "/home/listener/library.db";

test("a library of a newer version is left alone, and both versions are named", async () => {
  openApp("/", { startup: { kind: "newerDatabase", path, found: 7, supported: 1 } });
  const problem = await screen.findByTestId("startup-problem");
  expect(problem).toHaveTextContent("newer version");
  expect(problem).toHaveTextContent("Library version 7; this app reads up to 1.");
  expect(problem).toHaveTextContent(path);
});

test("a damaged library is kept aside only after the word was typed", async () => {
  const { user, backend } = openApp("/", {
    startup: { kind: "damagedDatabase", path, detail: "malformed" },
  });
  expect(await screen.findByTestId("startup-problem")).toHaveTextContent(path);
  await user.click(screen.getByRole("button", { name: "Keep it aside and start fresh" }));
  const confirm = await screen.findByRole("button", { name: "Start fresh" });
  expect(confirm).toBeDisabled();
  await user.type(screen.getByLabelText("Type fresh to confirm"), "Fresh");
  expect(confirm).toBeEnabled();
  await user.click(confirm);
  expect(await screen.findByText("Start with a podcast you like")).toBeVisible();
  expect(backend.called("start_fresh")).toHaveLength(1);
});

test("starting fresh that fails says why and keeps the question", async () => {
  const { user, backend } = openApp("/", {
    startup: { kind: "damagedDatabase", path, detail: "malformed" },
  });
  backend.failures.set("start_fresh", ipcError("disk-full", { class: "local" }));
  await user.click(await screen.findByRole("button", { name: "Keep it aside and start fresh" }));
  await user.type(await screen.findByLabelText("Type fresh to confirm"), "fresh{Enter}");
  expect(await screen.findByText(/The disk is full/)).toBeVisible();
  expect(screen.getByLabelText("Type fresh to confirm")).toHaveValue("fresh");
});

test("a library in use can be tried again", async () => {
  const { user, backend } = openApp("/", { startup: { kind: "inUse", path } });
  await screen.findByText("Your library is already in use");
  backend.startup = { kind: "ready" };
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "Subscriptions" })).toBeVisible();
});

test("while one account cannot be opened, another one can", async () => {
  const { user, backend } = openApp("/", { startup: { kind: "inUse", path }, profiles: several });
  const other = await screen.findByRole("button", { name: "Switch to Ada Lovelace" });
  backend.failures.set("switch_profile", ipcError("library-in-use", { class: "local" }));
  await user.click(other);
  expect(await screen.findByTestId("message-line")).toHaveTextContent("Your library is used by");
  backend.failures.clear();
  await user.click(other);
  expect(await screen.findByText("Start with a podcast you like")).toBeVisible();
});

test("any other failure is translated and can be tried again", async () => {
  openApp("/", {
    startup: { kind: "failed", error: ipcError("disk-full", { class: "local" }) },
    settings: { language: "fr", theme: "light" },
  });
  const problem = await screen.findByTestId("startup-problem");
  await waitFor(() => expect(problem).toHaveTextContent("Le disque est plein"));
  expect(screen.getByRole("button", { name: "Réessayer" })).toBeVisible();
});
