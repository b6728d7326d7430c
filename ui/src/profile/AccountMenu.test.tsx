import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { several } from "../test/fixture/profiles";
import { ipcError } from "../test/fixture/sample";
import { inStep } from "../test/fixture/sync";

const button = () => screen.findByTestId("account-button");

test("another account is two clicks away, and nothing of the first one stays in sight", async () => {
  const { user, backend, router } = openApp("/podcast/1", { profiles: several, remembered: 2 });
  await screen.findByRole("heading", { name: "La science, CQFD" });
  expect(await button()).toHaveAccessibleName("Account: This computer. Not synced");
  await user.click(await button());
  await user.click(await screen.findByRole("menuitemradio", { name: /^Ada Lovelace/ }));
  expect(await screen.findByText("Start with a podcast you like")).toBeVisible();
  expect(router.state.location.pathname).toBe("/subscriptions");
  expect(await button()).toHaveTextContent("Ada Lovelace");
  expect(screen.queryByText("La science, CQFD")).not.toBeInTheDocument();
  await waitFor(() => expect(screen.queryByTestId("player-title")).not.toBeInTheDocument());
  expect(await screen.findByTestId("message-line")).toHaveTextContent(
    "You are now in “Ada Lovelace”",
  );
  expect(backend.called("switch_profile")).toEqual([{ id: "ada" }]);
  await user.click(await button());
  await user.click(await screen.findByRole("menuitemradio", { name: /^This computer/ }));
  expect((await screen.findAllByText("La science, CQFD"))[0]).toBeVisible();
});

test("the menu says how each account stands", async () => {
  const { user } = openApp("/settings", { profiles: several, sync: inStep() });
  await user.click(await button());
  const menu = await screen.findByRole("menu");
  const items = within(menu).getAllByRole("menuitemradio");
  expect(items.map((it) => it.getAttribute("aria-checked"))).toEqual([
    "true",
    "false",
    "false",
    "false",
  ]);
  expect(items[0]).toHaveTextContent("In step");
  expect(items[1]).toHaveTextContent("balados.example");
  expect(items[2]).toHaveTextContent("1,204 changes waiting");
  expect(items[3]).toHaveTextContent("Cannot be read");
});

test("an account that cannot be opened is said, and the open one stays", async () => {
  const { user, backend, router } = openApp("/podcast/1", { profiles: several });
  await user.click(await button());
  backend.failures.set("switch_profile", ipcError("database-damaged", { class: "local" }));
  await user.click(await screen.findByRole("menuitemradio", { name: /^Children/ }));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("Your library is damaged");
  expect(router.state.location.pathname).toBe("/podcast/1");
  expect(await button()).toHaveTextContent("This computer");
});

test("the palette switches, too", async () => {
  const { user, backend } = openApp("/settings", { profiles: several });
  await button();
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("dialog", { name: "Search and actions" });
  await user.keyboard("lovelace{Enter}");
  await waitFor(() => expect(backend.called("switch_profile")).toEqual([{ id: "ada" }]));
});

test("what another window does with the accounts is seen", async () => {
  const { backend } = openApp("/settings", { profiles: several });
  await button();
  backend.profiles = backend.profiles.map((it) => (it.isCurrent ? { ...it, name: "Mine" } : it));
  await act(() => backend.tell({ type: "profilesChanged" }));
  await waitFor(async () => expect(await button()).toHaveTextContent("Mine"));
});
