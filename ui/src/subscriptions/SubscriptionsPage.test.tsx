import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { ipcError, podcasts } from "../test/fixture/sample";

const cards = () => screen.findAllByTestId("podcast-card");
const firstTitle = async () => (await cards())[0]?.textContent;

test("podcasts are shown with what is unplayed, and open on a press", async () => {
  const { user, router } = openApp("/subscriptions");
  const [first] = await cards();
  expect(first).toHaveTextContent("99% Invisible");
  expect(within(first as HTMLElement).getByText("14 unplayed episodes")).toBeInTheDocument();
  await user.click(first as HTMLElement);
  expect(await screen.findByRole("heading", { name: "99% Invisible" })).toBeVisible();
  expect(router.state.location.pathname).toBe("/podcast/2");
});

test("a feed that fails, or has ended, is marked", async () => {
  openApp("/subscriptions", { library: podcasts.filter(({ id }) => id === 4 || id === 13) });
  await cards();
  expect(screen.getByRole("img", { name: "Cannot be refreshed at the moment" })).toBeVisible();
  expect(screen.getByRole("img", { name: "This feed has ended" })).toBeVisible();
});

test("the order and the layout are chosen and kept", async () => {
  const { user, unmount } = openApp("/subscriptions");
  await cards();
  await user.click(screen.getByRole("button", { name: /Title/ }));
  await user.click(await screen.findByRole("option", { name: "Recently added" }));
  await waitFor(async () => expect(await firstTitle()).not.toContain("99% Invisible"));
  const newest = await firstTitle();
  await user.click(screen.getByRole("radio", { name: "List" }));
  unmount();
  openApp("/subscriptions");
  await waitFor(async () => expect((await firstTitle())?.slice(0, 8)).toBe(newest?.slice(0, 8)));
  expect(screen.getByRole("radio", { name: "List" })).toBeChecked();
});

test("a filter that matches nothing says so, and shows all again", async () => {
  const { user, router } = openApp("/subscriptions");
  await cards();
  await user.type(screen.getByRole("searchbox"), "zzz");
  expect(await screen.findByText("No podcast matches “zzz”")).toBeVisible();
  expect(router.state.location.search).toEqual({ text: "zzz" });
  await user.click(screen.getByRole("button", { name: "Show all podcasts" }));
  expect((await cards()).length).toBeGreaterThan(3);
});

test("an error says what to do, and trying again shows the list", async () => {
  const { backend, user, services } = openApp("/settings");
  backend.failures.set("podcasts", ipcError("database-busy"));
  await user.click(await screen.findByTestId("nav-subscriptions"));
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("Your library is busy");
  expect(alert).toHaveTextContent("Wait a moment, then try again.");
  backend.failures.clear();
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  expect(await cards()).not.toHaveLength(0);
  expect(services.messages.shown()).toBeNull();
});

test("a list that cannot be read again stays, with a note", async () => {
  const { backend, user } = openApp("/subscriptions");
  await cards();
  backend.failures.set("podcasts", ipcError("database-busy"));
  await act(() => backend.tell({ type: "podcastsChanged", ids: [] }));
  expect(await screen.findByText(/could not be read again/)).toBeVisible();
  expect(await cards()).not.toHaveLength(0);
  backend.failures.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText(/could not be read again/)).toBeNull());
});

test("refreshing everything shows how far it is", async () => {
  const { user } = openApp("/subscriptions");
  await cards();
  const [refresh] = screen.getAllByRole("button", { name: "Refresh all" });
  await user.click(refresh as HTMLElement);
  expect(await screen.findByText(/Refreshing \d+ of 20/)).toBeInTheDocument();
});

test("unsubscribing from the context menu can be undone", async () => {
  const { user, backend } = openApp("/subscriptions");
  const [first] = await cards();
  await user.pointer({ keys: "[MouseRight]", target: first as HTMLElement });
  await user.click(await screen.findByRole("menuitem", { name: "Unsubscribe" }));
  expect(await screen.findByText("You no longer subscribe to 99% Invisible")).toBeVisible();
  await waitFor(async () => expect(await firstTitle()).not.toContain("99% Invisible"));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(async () => expect(await firstTitle()).toContain("99% Invisible"));
  expect(backend.called("resubscribe")).toEqual([{ id: 2 }]);
});

test("unsubscribing that fails brings the podcast back and says why", async () => {
  const { user, backend } = openApp("/subscriptions");
  backend.failures.set("unsubscribe", ipcError("disk-full", { class: "local" }));
  const [first] = await cards();
  await user.pointer({ keys: "[MouseRight]", target: first as HTMLElement });
  await user.click(await screen.findByRole("menuitem", { name: "Unsubscribe" }));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("The disk is full");
  await waitFor(async () => expect(await firstTitle()).toContain("99% Invisible"));
});

test("the first page that can be used is announced once", async () => {
  const { backend, user } = openApp("/subscriptions");
  await cards();
  await waitFor(() => expect(backend.called("ui_ready")).toHaveLength(1));
  await user.click(screen.getByTestId("nav-settings"));
  await screen.findByRole("heading", { name: "Settings" });
  expect(backend.called("ui_ready")).toHaveLength(1);
});
