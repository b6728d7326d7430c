import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";
import { ipcError, settings } from "../test/fixture/sample";

test("the language changes at once, everywhere, with `lang`", async () => {
  const { user } = openApp("/settings");
  await user.click(within(await screen.findByTestId("settings-language")).getByRole("button"));
  await user.click(await screen.findByRole("option", { name: "Français" }));
  expect(await screen.findByRole("heading", { name: "Réglages" })).toBeVisible();
  expect(screen.getByTestId("nav-subscriptions")).toHaveTextContent("Abonnements");
  expect(document.documentElement.lang).toBe("fr");
  expect(document.title).toBe("Réglages – Balados");
});

test("another window's change of language arrives live", async () => {
  const { backend } = openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  const french = settings({ language: "fr", theme: "dark" });
  await act(() => backend.tell({ type: "settingsChanged", settings: french }));
  expect(await screen.findByRole("heading", { name: "Réglages" })).toBeVisible();
  expect(document.documentElement.dataset.theme).toBe("dark");
});

test("the system's language is followed", async () => {
  openApp("/settings", {
    systemLanguage: "fr_CA.UTF-8",
    settings: { language: "system", theme: "system" },
  });
  expect(await screen.findByRole("heading", { name: "Réglages" })).toBeVisible();
  expect(document.documentElement.lang).toBe("fr-CA");
});

test("a theme that cannot be saved is taken back", async () => {
  const { user, backend } = openApp("/settings");
  const themes = await screen.findByTestId("settings-theme");
  backend.failures.set("set_settings", ipcError("settings-not-saved", { class: "local" }));
  await user.click(within(themes).getByRole("radio", { name: "Dark" }));
  expect(await screen.findByTestId("message-line")).toHaveTextContent(
    "Your settings could not be saved",
  );
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("light"));
  expect(within(themes).getByRole("radio", { name: "Light" })).toBeChecked();
});

test("what this installation is", async () => {
  openApp("/settings");
  expect(await screen.findByText("0.1.0")).toBeVisible();
  expect(screen.getByText("/home/listener/.local/share/org.balados.desktop")).toBeVisible();
});

test("each kind of notice can be switched off", async () => {
  const { user, backend } = openApp("/settings");
  const section = within(await screen.findByRole("region", { name: "Notifications" }));
  await user.click(section.getByRole("switch", { name: "New episodes" }));
  expect(section.getByRole("switch", { name: "New episodes" })).not.toBeChecked();
  await user.click(section.getByRole("switch", { name: "Finished downloads" }));
  expect(backend.settings.notices).toEqual({
    newEpisodes: false,
    sync: true,
    downloadsFailed: true,
    downloadsDone: true,
    sleepTimer: true,
  });
  expect(backend.settings.theme).toBe("light");
});
