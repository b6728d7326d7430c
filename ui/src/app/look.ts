import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useLayoutEffect, useSyncExternalStore } from "react";
import type { AppInfo, Settings, Theme } from "../backend/bindings";
import { appInfoQuery, settingsQuery } from "../backend/queries";
import { type Spoken, speaks } from "../i18n/i18n";
import { useServices } from "./services";

/** The locale of dates and numbers. */
export const LocaleContext = createContext("en");
export const useLocale = (): string => useContext(LocaleContext);

const DEFAULTS: Pick<Settings, "language" | "theme"> = { language: "system", theme: "system" };

/** Puts the settings into effect: language, `lang`, theme. Nothing until they are known. */
export function useLook(): { language: Spoken; locale: string } | null {
  const { i18n } = useServices();
  const settings = useQuery(settingsQuery);
  const info = useQuery(appInfoQuery);
  const known = !settings.isPending && !info.isPending;
  const chosen = settings.data ?? DEFAULTS;
  const { language, locale } = speaks(chosen, info.data ?? fallbackInfo());
  const theme = useResolvedTheme(chosen.theme);

  useLayoutEffect(() => {
    if (!known) return;
    document.documentElement.lang = locale;
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [known, language, locale, i18n]);

  useLayoutEffect(() => {
    if (known) document.documentElement.dataset.theme = theme;
  }, [known, theme]);

  return known ? { language, locale } : null;
}

function fallbackInfo(): AppInfo {
  return { version: "", dataDir: "", systemLanguage: navigator.language, platform: "" };
}

export type ResolvedTheme = "light" | "dark";

function useResolvedTheme(theme: Theme): ResolvedTheme {
  const dark = useMedia("(prefers-color-scheme: dark)");
  if (theme === "system") return dark ? "dark" : "light";
  return theme;
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** The theme that is in effect, for what has to compute colours. */
export function useTheme(): ResolvedTheme {
  const settings = useQuery(settingsQuery);
  return useResolvedTheme(settings.data?.theme ?? DEFAULTS.theme);
}

/** Names the window after the page. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} – Balados` : "Balados";
  }, [title]);
}
