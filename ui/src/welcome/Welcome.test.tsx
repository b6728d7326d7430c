import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { importFile } from "../test/fixture/transfer";

const fresh = { library: [], settings: { welcomed: false } };
const heading = (name: string) => screen.findByRole("heading", { name });

test("the first steps can be taken one after the other, and are shown once", async () => {
  const { user, backend, router, unmount } = openApp("/subscriptions", fresh);
  await heading("Start with a podcast you like");
  expect(screen.getByText("Step 1 of 3")).toBeVisible();
  await user.click(screen.getByTestId("welcome-next"));
  expect(await heading("Also without its window")).toHaveFocus();
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(within(screen.getByTestId("settings-closing")).getByText("Quit"));
  await user.click(screen.getByRole("switch", { name: "Start with the computer" }));
  expect(backend.settings.closing).toBe("quit");
  expect(backend.background.autostart).toBe(true);
  await user.click(screen.getByTestId("welcome-next"));
  await heading("The same podcasts on every device");
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Not now" }));
  await waitFor(() => expect(screen.queryByTestId("welcome")).toBeNull());
  expect(backend.settings).toMatchObject({ welcomed: true, closing: "quit" });
  expect(await screen.findByTestId("add-address")).toBeVisible();
  expect(router.state.location.pathname).toBe("/subscriptions");
  unmount();
});

test("all of them can be passed over at once", async () => {
  const { user, backend } = openApp("/subscriptions", fresh);
  await user.click(await screen.findByTestId("welcome-skip"));
  await waitFor(() => expect(screen.queryByTestId("welcome")).toBeNull());
  expect(backend.settings.welcomed).toBe(true);
  expect(await heading("Start with a podcast you like")).toBeVisible();
});

test("a step back is possible, and a restart goes on where it was", async () => {
  const { user, unmount } = openApp("/subscriptions", fresh);
  await user.click(await screen.findByTestId("welcome-next"));
  await user.click(await screen.findByTestId("welcome-next"));
  await user.click(screen.getAllByRole("button", { name: "Back" }).at(-1) as HTMLElement);
  await heading("Also without its window");
  unmount();
  openApp("/subscriptions", fresh);
  expect(await heading("Also without its window")).toBeVisible();
});

test("connecting to a server ends them there", async () => {
  const { user, backend, router } = openApp("/subscriptions", fresh);
  await user.click(await screen.findByTestId("welcome-next"));
  await user.click(await screen.findByTestId("welcome-next"));
  await user.click(await screen.findByTestId("welcome-connect"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync"));
  expect(backend.settings.welcomed).toBe(true);
});

test("what is left waits above the podcasts that were added first", async () => {
  const { user, backend, router } = openApp("/subscriptions", {
    ...fresh,
    importFile: importFile(),
  });
  await user.click(await screen.findByTestId("add-import"));
  await user.click(await screen.findByTestId("import-add"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/subscriptions"));
  expect(await screen.findAllByTestId("podcast-card")).not.toHaveLength(0);
  const rest = within(await screen.findByRole("region", { name: "First steps" }));
  expect(rest.getByText("Step 2 of 3")).toBeVisible();
  await user.click(rest.getByRole("button", { name: "Skip these steps" }));
  await waitFor(() => expect(screen.queryByRole("region", { name: "First steps" })).toBeNull());
  expect(backend.settings.welcomed).toBe(true);
});

test("above podcasts they have no fault that axe can find", async () => {
  localStorage.setItem("balados.welcome", "account");
  openApp("/subscriptions", { settings: { welcomed: false } });
  expect(await heading("The same podcasts on every device")).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
});

test("who has podcasts already is not welcomed", async () => {
  openApp("/subscriptions", { settings: { welcomed: false } });
  expect(await screen.findAllByTestId("podcast-card")).not.toHaveLength(0);
  expect(screen.queryByTestId("welcome")).toBeNull();
});
