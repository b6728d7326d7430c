import { Outlet } from "@tanstack/react-router";
import { lazy, useRef, useState } from "react";
import { useTranslation } from "../i18n/words";
import { MessageLine } from "../message/MessageLine";
import { PlayerBar } from "../player/PlayerBar";
import { useCrashNotice } from "../settings/CrashReport";
import { useHistoryGestures, useHistoryReach } from "./history";
import { Later, useDrawnAtLatest } from "./later";
import { Sidebar } from "./Sidebar";
import { useScrollMemory } from "./scroll-memory";
import { useContextMenus } from "./useContextMenus";
import { useKept } from "./useKept";
import { useOpenAt } from "./useOpenAt";
import { useShortcuts } from "./useShortcuts";

export type OnTop = "palette" | "help" | "sleep" | null;

const UpNext = lazy(() => import("../list/UpNext").then(({ UpNext }) => ({ default: UpNext })));
const Overlays = lazy(() => import("./Overlays").then(({ Overlays }) => ({ default: Overlays })));

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
  useDrawnAtLatest();

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
        <Later isOpen={panel === "upNext"} place={<PanelPlace />}>
          <UpNext isOpen={panel === "upNext"} onClose={() => setPanel("closed")} />
        </Later>
        <PlayerBar
          isPanelOpen={panel === "upNext"}
          onPanel={() => setPanel(panel === "upNext" ? "closed" : "upNext")}
          isSleepOpen={onTop === "sleep"}
          onSleep={(isOpen) => setOnTop(isOpen ? "sleep" : null)}
        />
      </div>
      <Later isOpen={onTop === "palette" || onTop === "help"}>
        <Overlays onTop={onTop} onChange={setOnTop} />
      </Later>
    </>
  );
}

/** As wide as the panel, so that the page beside it does not move. */
function PanelPlace() {
  return (
    <div className="w-84 border-l border-line bg-side [grid-area:panel] max-[1079px]:hidden" />
  );
}
