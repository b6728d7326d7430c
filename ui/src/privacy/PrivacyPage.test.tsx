import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import type { FixtureOptions } from "../test/fixture/backend";
import { privacyView } from "../test/fixture/privacy";
import { ipcError } from "../test/fixture/sample";
import { inStep } from "../test/fixture/sync";

const french = { settings: { language: "fr", theme: "light" } } as const;
const connected: FixtureOptions = { sync: inStep() };

test.each<[name: string, english: string, francais: string, options: FixtureOptions]>([
  ["levels", "Neither counted nor shown.", "Ni compté ni montré.", connected],
  [
    "alone",
    "connected to no server",
    "connecté à aucun serveur",
    { privacy: privacyView({ server: "none" }) },
  ],
  [
    "a server that ignores levels",
    "balados.example does not do as this page says",
    "balados.example ne tient pas compte de cette page",
    { ...connected, privacy: privacyView({ server: "ignores" }) },
  ],
  [
    "nothing chosen",
    "None. The menu of a podcast can keep it on this computer.",
    "Aucun. Le menu d’un podcast permet de le garder",
    { ...connected, privacy: privacyView({ shows: [], keptHere: [] }) },
  ],
])("%s: both languages, and no fault that axe can find", async (_, en, fr, options) => {
  const english = openApp("/privacy", options);
  expect((await screen.findAllByText(en, { exact: false }))[0]).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
  english.unmount();
  openApp("/privacy", { ...options, ...french });
  expect((await screen.findAllByText(fr, { exact: false }))[0]).toBeVisible();
});

test("what cannot be read is said, and read again", async () => {
  const { backend, user } = openApp("/settings", connected);
  backend.failures.set("privacy", ipcError("database-failed", { class: "local" }));
  await user.click(await screen.findByRole("link", { name: "Open Privacy" }));
  await screen.findByRole("alert");
  backend.failures.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("radio", { name: /^Public/ })).toBeChecked();
});

test("one switch makes everything anonymous, and a failure takes it back", async () => {
  const { backend, user } = openApp("/privacy", connected);
  const mode = await screen.findByRole("switch", { name: "Anonymous mode" });
  await user.click(mode);
  await waitFor(() => expect(screen.getByRole("radio", { name: /^Anonymous/ })).toBeChecked());
  expect(mode).toBeChecked();
  backend.failures.set("set_anonymous", ipcError("disk-full", { class: "local" }));
  await user.click(mode);
  await waitFor(() =>
    expect(backend.called("set_anonymous")).toEqual([{ on: true }, { on: false }]),
  );
  await waitFor(() => expect(mode).toBeChecked());
});

test("the palette makes everything anonymous, and takes it back", async () => {
  const { backend, user } = openApp("/subscriptions", connected);
  await screen.findByRole("heading", { name: "Subscriptions" });
  for (const words of ["Turn anonymous mode on", "Turn anonymous mode off"]) {
    await user.keyboard("{Control>}k{/Control}");
    await screen.findByRole("dialog", { name: "Search and actions" });
    await user.keyboard("turn anonymous");
    await user.click(await screen.findByRole("menuitem", { name: words }));
  }
  expect(backend.called("set_anonymous")).toEqual([{ on: true }, { on: false }]);
});

test("a level is chosen for everything by keyboard", async () => {
  const { backend, user } = openApp("/privacy", connected);
  (await screen.findByRole("radio", { name: /^Public/ })).focus();
  await user.keyboard("{ArrowDown}{ArrowDown}");
  await waitFor(() => expect(screen.getByRole("radio", { name: /^Private/ })).toBeChecked());
  expect(backend.called("set_privacy").at(-1)).toEqual({ id: null, level: "private" });
});

test("a show is shared again from the page", async () => {
  const { backend, user } = openApp("/privacy", connected);
  await user.click(
    await screen.findByRole("button", { name: "Share Darknet Diaries with my devices again" }),
  );
  await screen.findByText("Darknet Diaries is shared with your devices");
  expect(backend.called("share_podcast")).toEqual([{ id: 12 }]);
  expect(screen.getByText(/can keep it on this computer/)).toBeVisible();
});

const menu = async (user: ReturnType<typeof openApp>["user"], item: string) => {
  // By their marks: roles and names of a page with many rows take long to find.
  await screen.findAllByText("Radiolab");
  const [first] = await screen.findAllByTestId("more-actions");
  await user.click(first as HTMLElement);
  await user.click(await screen.findByRole("menuitem", { name: item }));
};

test("a podcast is kept here, and the listener says what becomes of it elsewhere", async () => {
  const { backend, user } = openApp("/podcast/5", connected);
  await menu(user, "Keep on this computer only…");
  const dialog = await screen.findByRole("alertdialog");
  expect(within(dialog).getByRole("radio", { name: /^Leave it on/ })).toBeChecked();
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(within(dialog).getByRole("radio", { name: /^Take it off/ }));
  await user.click(within(dialog).getByRole("button", { name: "Keep here" }));
  expect(await screen.findByTestId("privacy-mark")).toHaveTextContent("Only on this computer");
  expect(backend.called("keep_here")).toEqual([{ id: 5, elsewhere: "goes" }]);
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(screen.queryByTestId("privacy-mark")).toBeNull());
});

test("without a server there is nothing to say about other devices", async () => {
  const { user } = openApp("/podcast/5");
  await menu(user, "Keep on this computer only…");
  const dialog = await screen.findByRole("alertdialog");
  expect(within(dialog).queryByRole("radio")).toBeNull();
  expect(dialog).toHaveTextContent("Should you connect this computer to a server");
});

test("a podcast gets a level of its own", async () => {
  const { backend, user } = openApp("/podcast/5", connected);
  await menu(user, "Who sees it…");
  const dialog = await screen.findByRole("dialog");
  const inherited = await within(dialog).findByRole("radio", { name: /^As for everything/ });
  expect(inherited).toBeChecked();
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(within(dialog).getByRole("radio", { name: /^Private/ }));
  await user.click(within(dialog).getByRole("button", { name: "Done" }));
  expect(await screen.findByTestId("privacy-mark")).toHaveTextContent("Private");
  expect(backend.called("set_privacy")).toEqual([{ id: 5, level: "private" }]);
});
