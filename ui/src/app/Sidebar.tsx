import { useRouter } from "@tanstack/react-router";
import {
  ChevronLeft,
  ChevronRight,
  Compass,
  Heart,
  Layers,
  LibraryBig,
  ListMusic,
  ListVideo,
  Search,
  Settings,
} from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { IconButton } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { AccountMenu } from "../profile/AccountMenu";
import { SyncLink } from "../sync/SyncLink";
import { useHistoryPlace } from "./history";
import { shortcutLabel } from "./shortcuts";

const item =
  "flex items-center gap-3 rounded-sm text-soft transition-colors duration-100 hovered:text-ink " +
  "max-frame:h-12 max-frame:flex-1 max-frame:flex-col max-frame:justify-center max-frame:gap-0.5 max-frame:text-[11px] max-frame:leading-4 " +
  "frame:h-9 frame:px-2.5 frame:hovered:bg-veil " +
  "aria-[current=page]:font-medium aria-[current=page]:text-ink frame:aria-[current=page]:bg-veil " +
  "max-frame:aria-[current=page]:text-accent";

/** The app's pages: beside the page, and below it where there is little room. */
export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t("app.navigation")}
      className="flex bg-side [grid-area:side] frame:flex-col frame:border-r frame:border-line frame:p-3 max-frame:border-t max-frame:border-line max-frame:px-2"
    >
      <div className="mb-4 hidden items-center gap-1 frame:flex">
        <HistoryButtons />
      </div>
      <div className="contents frame:flex frame:flex-col frame:gap-0.5">
        <SearchButton onPress={onSearch} />
        <NavLink to="/subscriptions" testId="nav-subscriptions" label={t("subscriptions.title")}>
          <LibraryBig size={18} aria-hidden="true" />
        </NavLink>
        <NavLink to="/queue" testId="nav-queue" label={t("queue.title")}>
          <ListVideo size={18} aria-hidden="true" />
        </NavLink>
        <NavLink
          to="/playlists"
          testId="nav-playlists"
          label={t("playlists.title")}
          className="max-frame:hidden"
        >
          <ListMusic size={18} aria-hidden="true" />
        </NavLink>
        <NavLink
          to="/collections"
          testId="nav-collections"
          label={t("collections.title")}
          className="max-frame:hidden"
        >
          <Layers size={18} aria-hidden="true" />
        </NavLink>
        <NavLink to="/likes" testId="nav-likes" label={t("likes.title")}>
          <Heart size={18} aria-hidden="true" />
        </NavLink>
        <NavLink to="/discover" testId="nav-discover" label={t("discover.title")}>
          <Compass size={18} aria-hidden="true" />
        </NavLink>
      </div>
      <div className="contents frame:mt-auto frame:flex frame:flex-col frame:gap-0.5">
        <NavLink to="/settings" testId="nav-settings" label={t("settings.title")}>
          <Settings size={18} aria-hidden="true" />
        </NavLink>
        <div className="contents frame:mt-2 frame:flex frame:items-center frame:gap-0.5 frame:border-t frame:border-line frame:pt-2">
          <AccountMenu />
          <SyncLink className={`${item} frame:shrink-0 frame:px-1.5!`} />
        </div>
      </div>
    </nav>
  );
}

function NavLink(props: {
  to:
    | "/subscriptions"
    | "/queue"
    | "/playlists"
    | "/collections"
    | "/likes"
    | "/discover"
    | "/settings";
  label: string;
  testId: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <AppLink
      to={props.to}
      search={{}}
      activeProps={{ "aria-current": "page" }}
      activeOptions={{ includeSearch: false }}
      data-testid={props.testId}
      className={`${item} ${props.className ?? ""}`}
    >
      {props.children}
      <span className="truncate">{props.label}</span>
    </AppLink>
  );
}

function SearchButton({ onPress }: { onPress: () => void }) {
  const { t } = useTranslation();
  return (
    <AriaButton onPress={onPress} className={`${item} max-frame:order-2`}>
      <Search size={18} aria-hidden="true" />
      <span className="truncate frame:flex-1 frame:text-left">{t("app.search")}</span>
    </AriaButton>
  );
}

export function HistoryButtons() {
  const { t } = useTranslation();
  const { history } = useRouter();
  const { canGoBack, canGoForward } = useHistoryPlace();
  return (
    <>
      <IconButton
        label={t("app.back")}
        shortcut={shortcutLabel(t, "historyBack")}
        isDisabled={!canGoBack}
        onPress={() => history.back()}
      >
        <ChevronLeft size={20} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t("app.forward")}
        shortcut={shortcutLabel(t, "historyForward")}
        isDisabled={!canGoForward}
        onPress={() => history.forward()}
      >
        <ChevronRight size={20} aria-hidden="true" />
      </IconButton>
    </>
  );
}
