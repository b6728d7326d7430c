import { Outlet } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { NoteSheet } from "../bookmark/NoteSheet";
import { ChooseCollections } from "../collection/ChooseCollections";
import { AddToPlaylist } from "../list/AddToPlaylist";
import { UpNext } from "../list/UpNext";
import { MessageLine } from "../message/MessageLine";
import { PlayerBar } from "../player/PlayerBar";
import { PrivacyDialogs } from "../privacy/PrivacyDialogs";
import { useCrashNotice } from "../settings/CrashReport";
import { DropHint } from "../transfer/DropHint";
import { CommandPalette } from "./CommandPalette";
import { useHistoryGestures, useHistoryReach } from "./history";
import { ShortcutHelp } from "./ShortcutHelp";
import { Sidebar } from "./Sidebar";
import { useScrollMemory } from "./scroll-memory";
import { useContextMenus } from "./useContextMenus";
import { useKept } from "./useKept";
import { useOpenAt } from "./useOpenAt";
import { useShortcuts } from "./useShortcuts";

export type OnTop = "palette" | "help" | "sleep" | null;

/** What stays while pages change. */
export function Frame() {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const [onTop, setOnTop] = useState<OnTop>(null);
  const [panel, setPanel] = useKept("panel", ["closed", "upNext"]);
  useScrollMemory(main);
  useHistoryGestures();
  useHistoryReach();
  useShortcuts(setOnTop);
  useOpenAt();
  useCrashNotice();
  useContextMenus();

  return (
    <>
      <div className="frame">
        <button
          type="button"
          onClick={() => main.current?.focus()}
          className="sr-only focus:not-sr-only focus:absolute! focus:z-50 focus:m-2 focus:rounded-sm focus:bg-raised focus:px-3! focus:py-2! focus:shadow-float"
        >
          {t("app.skipToContent")}
        </button>
        <Sidebar onSearch={() => setOnTop("palette")} />
        <div className="relative min-h-0 min-w-0 [grid-area:main]">
          <main
            ref={main}
            id="main"
            tabIndex={-1}
            className="h-full scroll-pt-16 scroll-pb-4 overflow-x-hidden overflow-y-auto focus-visible:outline-none"
          >
            <Outlet />
          </main>
          <MessageLine />
        </div>
        <UpNext isOpen={panel === "upNext"} onClose={() => setPanel("closed")} />
        <PlayerBar
          isPanelOpen={panel === "upNext"}
          onPanel={() => setPanel(panel === "upNext" ? "closed" : "upNext")}
          isSleepOpen={onTop === "sleep"}
          onSleep={(isOpen) => setOnTop(isOpen ? "sleep" : null)}
        />
      </div>
      <CommandPalette
        isOpen={onTop === "palette"}
        onClose={() => setOnTop(null)}
        onHelp={() => setOnTop("help")}
      />
      <NoteSheet />
      <AddToPlaylist />
      <ChooseCollections />
      <PrivacyDialogs />
      <DropHint />
      <ShortcutHelp isOpen={onTop === "help"} onClose={() => setOnTop(null)} />
    </>
  );
}
