import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { several } from "../test/fixture/profiles";
import { ipcError } from "../test/fixture/sample";
import { SERVER, signIns } from "../test/fixture/sync";

const french = { settings: { language: "fr", theme: "light" } } as const;

test.each([
  ["/accounts", "Accounts", "Comptes"],
  ["/accounts/new", "Add an account", "Ajouter un compte"],
])("%s speaks both languages and has no fault that axe can find", async (path, en, fr) => {
  const english = openApp(path, { profiles: several });
  expect(await screen.findByRole("heading", { level: 1, name: en })).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
  english.unmount();
  openApp(path, { profiles: several, ...french });
  expect(await screen.findByRole("heading", { level: 1, name: fr })).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
});

const rowOf = async (name: string) => {
  const rows = await screen.findAllByTestId("account-row");
  const row = rows.find((it) => it.textContent?.includes(name));
  if (!row) throw new Error(`no ${name}`);
  return within(row);
};

test("an account is renamed; a name that is taken is said beside it", async () => {
  const { user, backend } = openApp("/accounts", { profiles: several });
  await user.click((await rowOf("Ada Lovelace")).getByTestId("account-rename"));
  const field = await screen.findByTestId("account-name");
  backend.failures.set("rename_profile", ipcError("profile-name-taken", { class: "permanent" }));
  await user.clear(field);
  await user.type(field, "Children{Enter}");
  expect(await screen.findByText("Another account has this name")).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
  backend.failures.clear();
  await user.clear(field);
  await user.type(field, "Countess{Enter}");
  await waitFor(() => expect(screen.queryByTestId("account-name")).not.toBeInTheDocument());
  expect(await rowOf("Countess")).toBeTruthy();
});

test("an account is removed only after the word was typed", async () => {
  const { user, backend } = openApp("/accounts", { profiles: several });
  await user.click((await rowOf("The listening club")).getByTestId("account-remove"));
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog).toHaveTextContent("1,204 changes have not reached podcasts.old-station.example");
  const yes = within(dialog).getByTestId("account-remove-yes");
  expect(yes).toBeDisabled();
  await user.type(within(dialog).getByTestId("account-remove-word"), "Remove");
  await user.click(yes);
  await waitFor(() => expect(backend.called("remove_profile")).toEqual([{ id: "club" }]));
  await waitFor(() => expect(screen.getAllByTestId("account-row")).toHaveLength(3));
});

test("the only account makes way for an empty one", async () => {
  const { user } = openApp("/accounts");
  await user.click(await screen.findByTestId("account-remove"));
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog).toHaveTextContent("an empty one takes its place");
  await user.type(within(dialog).getByTestId("account-remove-word"), "remove{Enter}");
  expect(await screen.findByText("Start with a podcast you like")).toBeVisible();
});

test("a list that cannot be read can be read again", async () => {
  const { user, backend } = openApp("/accounts");
  backend.failures.set("profiles", ipcError("disk-full", { class: "local" }));
  expect(await screen.findByText("The disk is full")).toBeVisible();
  backend.failures.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByTestId("account-row")).toBeVisible();
});

test("an account on this computer only is made and opened", async () => {
  const { user, backend, router } = openApp("/accounts/new");
  await user.type(await screen.findByTestId("account-new-name"), "Children");
  await user.click(screen.getByTestId("account-create"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/subscriptions"));
  expect(backend.called("add_profile")).toEqual([{ name: "Children" }]);
  expect(await screen.findByTestId("account-button")).toHaveTextContent("Children");
});

test("an account of a server goes from its address to its own place, or leaves nothing", async () => {
  const { user, backend, router } = openApp("/accounts/new");
  const signIn = async () => {
    await user.type(await screen.findByTestId("sync-address"), `${SERVER}{Enter}`);
    const heading = await screen.findByRole("heading", { name: "Go on in your browser" });
    await waitFor(() => expect(heading).toHaveFocus());
  };
  await signIn();
  expect(backend.called("begin_sign_in")[0]).toMatchObject({ to: "newProfile" });
  await user.click(screen.getByTestId("sync-cancel"));
  expect(await screen.findByTestId("sync-address")).toBeVisible();
  expect(backend.called("cancel_new_account")).toHaveLength(1);
  expect(backend.called("cancel_sign_in")).toHaveLength(0);
  await signIn();
  backend.newAccount = signIns.preview;
  await backend.becomes({});
  expect(await screen.findByRole("heading", { name: "Add this account?" })).toBeVisible();
  expect(screen.queryByText("On this computer")).not.toBeInTheDocument();
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(screen.getByTestId("sync-confirm"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/subscriptions"));
  expect(await screen.findByTestId("account-button")).toHaveTextContent(SERVER);
});

test("after a sign-in that failed the address is still there", async () => {
  const failed = {
    ...signIns.failed,
    server: "192.168.1.20:4000",
    address: "http://192.168.1.20:4000",
  };
  const { user } = openApp("/accounts/new", { newAccount: failed });
  await user.click(await screen.findByTestId("sync-cancel"));
  expect(await screen.findByTestId("sync-address")).toHaveValue("http://192.168.1.20:4000");
});
