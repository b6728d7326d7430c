import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  BookmarkPlus,
  Cloud,
  Compass,
  EyeOff,
  FileInput,
  FileOutput,
  Heart,
  Keyboard,
  Languages,
  Layers,
  LibraryBig,
  ListMusic,
  ListVideo,
  type LucideIcon,
  Plus,
  Power,
  RefreshCw,
  RotateCcw,
  RotateCw,
  Search,
  Settings,
  SkipForward,
  SunMoon,
  UserPlus,
  UserRound,
  Volume2,
} from "lucide-react";
import { backend } from "../backend/backend";
import { playerQuery, queueQuery, syncQuery } from "../backend/queries";
import { useEpisodeMenu } from "../episode/useEpisodeMenu";
import { useTranslation } from "../i18n/words";
import { isOn, SKIP_BACK_MS, SKIP_FORWARD_MS } from "../player/actions";
import { useSleepMenu } from "../player/useSleepMenu";
import { useSpeedEntries } from "../player/useSpeedEntries";
import { usePrivacyEntries } from "../privacy/usePrivacyEntries";
import { useProfiles } from "../profile/useProfiles";
import { useChooseImport } from "../transfer/useChooseImport";
import { useActions } from "./actions";
import { bindings, type Command } from "./shortcuts";

export type PaletteEntry = {
  id: string;
  label: string;
  icon: LucideIcon;
  keys?: readonly string[];
  run: () => void;
};
export type PaletteSection = { id: string; title: string; entries: PaletteEntry[] };

function keysOf(command: Command): readonly string[] | undefined {
  return bindings.flatMap(({ all }) => all).find((it) => it.command === command)?.shown[0];
}

/** Every action, page and setting that exists. */
export function usePaletteEntries(onHelp: () => void): PaletteSection[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const act = useActions();
  const menuOf = useEpisodeMenu();
  const chooseImport = useChooseImport();
  const sleepMenu = useSleepMenu();
  const speeds = useSpeedEntries();
  const { data: player } = useQuery(playerQuery);
  const { data: sync } = useQuery(syncQuery);
  const { data: queue } = useQuery(queueQuery);

  const playing: PaletteEntry[] = player?.episode
    ? [
        ...menuOf(player.episode, { isPlaying: isOn(player.phase) }),
        {
          id: "bookmark",
          label: t("bookmarks.here"),
          icon: BookmarkPlus,
          keys: keysOf("bookmark"),
          run: () => void act.bookmark.setHere(),
        },
        {
          id: "back",
          label: t("player.back15"),
          icon: RotateCcw,
          keys: keysOf("back"),
          run: () => void act.player.skip(SKIP_BACK_MS),
        },
        {
          id: "forward",
          label: t("player.forward30"),
          icon: RotateCw,
          keys: keysOf("forward"),
          run: () => void act.player.skip(SKIP_FORWARD_MS),
        },
        {
          id: "mute",
          label: player.muted ? t("player.unmute") : t("player.mute"),
          icon: Volume2,
          keys: keysOf("mute"),
          run: () => void act.player.toggleMuted(),
        },
        ...speeds,
        ...sleepMenu.map(({ id, label, icon, run }) => ({
          id,
          label: t("sleep.inPalette", { what: label }),
          icon,
          run,
        })),
      ]
    : [];

  const queued: PaletteEntry[] =
    queue && queue.size.episodeCount > 0
      ? [
          {
            id: "playNext",
            label: t("queue.playNext"),
            icon: SkipForward,
            keys: keysOf("next"),
            run: () => void act.list.playNext(),
          },
        ]
      : [];

  const syncing: PaletteEntry[] = sync?.account
    ? [
        {
          id: "syncNow",
          label: t("sync.now"),
          icon: RefreshCw,
          run: () => void act.sync.exchange(),
        },
      ]
    : [];

  const accounts: PaletteEntry[] = useProfiles()
    .filter(({ profile }) => !profile.isCurrent)
    .map(({ profile, name }) => ({
      id: `account-${profile.id}`,
      label: t("accounts.switchTo", { name }),
      icon: UserRound,
      run: () => void act.profile.switchTo(profile.id),
    }));

  const privacy = usePrivacyEntries();

  const themes = [
    ["system", t("settings.themeSystem")],
    ["light", t("settings.themeLight")],
    ["dark", t("settings.themeDark")],
  ] as const;
  const languages = [
    ["system", t("settings.languageSystem")],
    ["fr", t("settings.french")],
    ["en", t("settings.english")],
  ] as const;

  const sections: PaletteSection[] = [
    {
      id: "actions",
      title: t("palette.actions"),
      entries: [
        {
          id: "add",
          label: t("subscriptions.add"),
          icon: Plus,
          keys: keysOf("add"),
          run: () => void navigate({ to: "/subscriptions", search: { add: true } }),
        },
        {
          id: "search",
          label: t("search.title"),
          icon: Search,
          run: () => void navigate({ to: "/search" }),
        },
        { id: "import", label: t("transfer.import"), icon: FileInput, run: chooseImport },
        {
          id: "export",
          label: t("transfer.export"),
          icon: FileOutput,
          run: () => void act.transfer.export(),
        },
        {
          id: "refreshAll",
          label: t("subscriptions.refreshAll"),
          icon: RotateCw,
          run: () => void act.podcast.refreshAll(),
        },
        ...queued,
        ...syncing,
        ...accounts,
        {
          id: "addAccount",
          label: t("accounts.newTitle"),
          icon: UserPlus,
          run: () => void navigate({ to: "/accounts/new" }),
        },
        {
          id: "help",
          label: t("shortcuts.title"),
          icon: Keyboard,
          keys: keysOf("help"),
          run: onHelp,
        },
        {
          id: "quit",
          label: t("background.quitBalados"),
          icon: Power,
          keys: keysOf("quit"),
          run: () => void backend.quit(),
        },
      ],
    },
    {
      id: "goTo",
      title: t("palette.goTo"),
      entries: [
        {
          id: "goSubscriptions",
          label: t("subscriptions.title"),
          icon: LibraryBig,
          keys: keysOf("goSubscriptions"),
          run: () => void navigate({ to: "/subscriptions" }),
        },
        {
          id: "goLikes",
          label: t("likes.title"),
          icon: Heart,
          keys: keysOf("goLikes"),
          run: () => void navigate({ to: "/likes" }),
        },
        {
          id: "goQueue",
          label: t("queue.title"),
          icon: ListVideo,
          keys: keysOf("goQueue"),
          run: () => void navigate({ to: "/queue" }),
        },
        {
          id: "goPlaylists",
          label: t("playlists.title"),
          icon: ListMusic,
          keys: keysOf("goPlaylists"),
          run: () => void navigate({ to: "/playlists" }),
        },
        {
          id: "goCollections",
          label: t("collections.title"),
          icon: Layers,
          keys: keysOf("goCollections"),
          run: () => void navigate({ to: "/collections" }),
        },
        {
          id: "goDiscover",
          label: t("discover.title"),
          icon: Compass,
          keys: keysOf("goDiscover"),
          run: () => void navigate({ to: "/discover" }),
        },
        {
          id: "goSettings",
          label: t("settings.title"),
          icon: Settings,
          keys: keysOf("goSettings"),
          run: () => void navigate({ to: "/settings" }),
        },
        {
          id: "goSync",
          label: t("sync.title"),
          icon: Cloud,
          keys: keysOf("goSync"),
          run: () => void navigate({ to: "/sync" }),
        },
        {
          id: "goAccounts",
          label: t("accounts.title"),
          icon: UserRound,
          run: () => void navigate({ to: "/accounts" }),
        },
        {
          id: "goPrivacy",
          label: t("privacy.title"),
          icon: EyeOff,
          run: () => void navigate({ to: "/privacy" }),
        },
      ],
    },
    { id: "playing", title: t("palette.nowPlaying"), entries: playing },
    {
      id: "settings",
      title: t("palette.settings"),
      entries: [
        ...themes.map(([theme, name]) => ({
          id: `theme-${theme}`,
          label: t("palette.setTheme", { theme: name }),
          icon: SunMoon,
          run: () => void act.settings.change({ theme }),
        })),
        ...languages.map(([language, name]) => ({
          id: `language-${language}`,
          label: t("palette.setLanguage", { language: name }),
          icon: Languages,
          run: () => void act.settings.change({ language }),
        })),
        ...privacy,
      ],
    },
  ];
  return sections.filter(({ entries }) => entries.length > 0);
}
