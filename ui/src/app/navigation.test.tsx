import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";
import { keepPlace, lastPlace, returnToLastPlace } from "./last-place";

test("the start leads to the subscriptions", async () => {
  const { router } = openApp("/");
  expect(await screen.findByRole("heading", { name: "Subscriptions" })).toBeVisible();
  expect(router.state.location.pathname).toBe("/subscriptions");
});

test("back and forward by buttons, keys and the mouse", async () => {
  const { user, router } = openApp("/subscriptions");
  const at = (path: string) => waitFor(() => expect(router.state.location.pathname).toBe(path));
  const [back] = await screen.findAllByRole("button", { name: "Back" });
  expect(back).toBeDisabled();
  await user.click(screen.getByTestId("nav-settings"));
  await at("/settings");
  const [backNow] = screen.getAllByRole("button", { name: "Back" });
  await user.click(backNow as HTMLElement);
  await at("/subscriptions");
  const [forward] = screen.getAllByRole("button", { name: "Forward" });
  await waitFor(() => expect(forward).toBeEnabled());
  await user.keyboard("{Alt>}{ArrowRight}{/Alt}");
  await at("/settings");
  await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  await at("/subscriptions");
  fireEvent.mouseUp(window, { button: 4 });
  await at("/settings");
});

test("going back shows the page at the place it was left", async () => {
  const { user, router } = openApp("/podcast/1");
  await screen.findAllByTestId("episode-row");
  const main = screen.getByRole("main");
  main.scrollTop = 640;
  await user.click(screen.getByTestId("nav-settings"));
  await screen.findByRole("heading", { name: "Settings" });
  expect(main.scrollTop).toBe(0);
  act(() => router.history.back());
  await screen.findByRole("heading", { name: "La science, CQFD" });
  await waitFor(() => expect(main.scrollTop).toBe(640));
});

test("the next window opens where the last one was", async () => {
  const first = openApp("/podcast/1?filter=unplayed");
  await screen.findAllByTestId("episode-row");
  const main = screen.getByRole("main");
  main.scrollTop = 640;
  fireEvent.scroll(main);
  await waitFor(() => expect(lastPlace()?.top).toBe(640));
  first.unmount();

  returnToLastPlace();
  expect(location.hash).toBe("#/podcast/1?filter=unplayed");
  openApp(location.hash.slice(1));
  await screen.findAllByTestId("episode-row");
  await waitFor(() => expect(screen.getByRole("main").scrollTop).toBe(640));
  history.replaceState(null, "", "/");
});

test("a page that is asked for is not replaced, nor a dialog opened again", async () => {
  keepPlace({ href: "/subscriptions?add=true&text=a", top: 0 });
  expect(lastPlace()?.href).toBe("/subscriptions?text=a");
  history.replaceState(null, "", "#/settings");
  returnToLastPlace();
  expect(location.hash).toBe("#/settings");
  history.replaceState(null, "", "/");
});

test("Ctrl with plus, minus and 0 zooms and is kept, Ctrl with Q quits", async () => {
  const { user, backend } = openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await user.keyboard("{Control>}+{/Control}");
  await waitFor(() => expect(backend.settings.zoom).toBe(110));
  await user.keyboard("{Control>}-{/Control}");
  await waitFor(() => expect(backend.settings.zoom).toBe(100));
  await user.keyboard("{Control>}-{/Control}");
  await waitFor(() => expect(backend.settings.zoom).toBe(90));
  await user.keyboard("{Control>}0{/Control}");
  await waitFor(() => expect(backend.settings.zoom).toBe(100));
  await user.keyboard("{Control>}q{/Control}");
  await waitFor(() => expect(backend.called("quit")).toHaveLength(1));
});

test("the web view’s own menu is for text alone", async () => {
  openApp("/subscriptions", { remembered: 2 });
  const isLeft = (element: Element) => fireEvent.contextMenu(element);
  expect(isLeft(await screen.findByRole("heading", { name: "Subscriptions" }))).toBe(false);
  expect(isLeft(screen.getByRole("searchbox"))).toBe(true);
});

test("the menu keys open the menu of what has the focus", async () => {
  const { user } = openApp("/podcast/1", { remembered: 2 });
  const row = (await screen.findAllByTestId("episode-row"))[0]?.closest<HTMLElement>("[role=row]");
  for (const keys of ["{ContextMenu}", "{Shift>}{F10}{/Shift}"]) {
    act(() => row?.focus());
    await user.keyboard(keys);
    expect(await screen.findByRole("menu")).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  }
});

test("G and a letter go to a page, a slash to the filter", async () => {
  const { user, router } = openApp("/subscriptions", { remembered: 2 });
  await screen.findByRole("heading", { name: "Subscriptions" });
  await user.keyboard("/");
  expect(screen.getByRole("searchbox")).toHaveFocus();
  act(() => screen.getByRole("searchbox").blur());
  await user.keyboard("gp");
  expect(await screen.findByRole("heading", { name: "Settings" })).toBeVisible();
  await user.keyboard("gn");
  await waitFor(() => expect(router.state.location.pathname).toBe("/episode/10002"));
  await user.keyboard("gs");
  await waitFor(() => expect(router.state.location.pathname).toBe("/subscriptions"));
});

test("the palette finds podcasts, actions and settings", async () => {
  const { user, router, backend } = openApp("/settings", { remembered: 2 });
  await screen.findByRole("heading", { name: "Settings" });
  await user.keyboard("{Control>}k{/Control}");
  const dialog = await screen.findByRole("dialog", { name: "Search and actions" });
  await user.keyboard("radiolab");
  await waitFor(() =>
    expect(
      within(dialog)
        .getAllByRole("menuitem")
        .map((it) => it.textContent),
    ).toEqual(["Radiolab"]),
  );
  await user.keyboard("{Enter}");
  await waitFor(() => expect(router.state.location.pathname).toBe("/podcast/5"));
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("dialog", { name: "Search and actions" });
  await user.keyboard("theme: dark{Enter}");
  await waitFor(() => expect(backend.settings.theme).toBe("dark"));
});

test("a question mark shows every shortcut, Escape closes it", async () => {
  const { user } = openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await user.keyboard("?");
  const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(dialog).getByText("Go to subscriptions")).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("a problem in the background is said on one line, and Escape dismisses it", async () => {
  const { user, backend } = openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await act(() => backend.tell({ type: "problem", error: ipcError("disk-full") }));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("The disk is full");
  await act(() => backend.tell({ type: "problem", error: ipcError("device-lost") }));
  expect(screen.getAllByTestId("message-line")).toHaveLength(1);
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("message-line")).toBeNull();
});

test("an address that leads nowhere offers a way on", async () => {
  openApp("/nowhere");
  expect(await screen.findByText("There is nothing here")).toBeVisible();
  expect(screen.getByRole("link", { name: "Go to your subscriptions" })).toBeVisible();
});
