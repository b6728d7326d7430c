import { useNavigate, useRouter } from "@tanstack/react-router";
import {
  ChevronLeft,
  ChevronRight,
  Compass,
  Heart,
  Layers,
  LibraryBig,
  ListMusic,
  ListVideo,
  type LucideIcon,
  MoreHorizontal,
  Search,
  Settings,
} from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { useTranslation } from "../i18n/words";
import { MenuButton } from "../kit/Actions";
import { IconButton } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { AccountMenu } from "../profile/AccountMenu";
import { SyncLink } from "../sync/SyncLink";
import { useHistoryPlace } from "./history";
import { Later } from "./later";
import { useMedia } from "./look";
import { shortcutLabel } from "./shortcuts";

const item =
  "flex items-center gap-3 rounded-sm text-soft transition-colors duration-100 hovered:text-ink " +
  "max-frame:h-12 max-frame:min-w-0 max-frame:flex-1 max-frame:flex-col max-frame:justify-center max-frame:gap-0.5 max-frame:text-[11px] max-frame:leading-4 " +
  "frame:h-9 frame:px-2.5 frame:hovered:bg-veil " +
  "aria-[current=page]:font-medium aria-[current=page]:text-ink frame:aria-[current=page]:bg-veil " +
  "max-frame:aria-[current=page]:text-accent";

const pages = [
  {
    to: "/subscriptions",
    testId: "nav-subscriptions",
    label: "subscriptions.title",
    icon: LibraryBig,
  },
  { to: "/queue", testId: "nav-queue", label: "queue.title", icon: ListVideo },
  {
    to: "/playlists",
    testId: "nav-playlists",
    label: "playlists.title",
    icon: ListMusic,
    isTucked: true,
  },
  {
    to: "/collections",
    testId: "nav-collections",
    label: "collections.title",
    icon: Layers,
    isTucked: true,
  },
  { to: "/likes", testId: "nav-likes", label: "likes.title", icon: Heart, isTucked: true },
  {
    to: "/discover",
    testId: "nav-discover",
    label: "discover.title",
    icon: Compass,
    isTucked: true,
  },
  {
    to: "/settings",
    testId: "nav-settings",
    label: "settings.title",
    icon: Settings,
    isTucked: true,
  },
] as const satisfies readonly Page[];

type Page = {
  to: string;
  testId: string;
  label: string;
  icon: LucideIcon;
  /** Where there is little room, it is in the menu of more. */
  isTucked?: boolean;
};

const isTucked = (page: Page) => page.isTucked === true;

/** The app's pages: beside the page, and below it where there is little room. */
export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const isWide = useMedia("(min-width: 720px)");
  return (
    <nav
      aria-label={t("app.navigation")}
      className="flex bg-side [grid-area:side] frame:flex-col frame:border-r frame:border-line frame:p-3 max-frame:border-t max-frame:border-line max-frame:px-2"
    >
      <div className="mb-4 hidden min-h-8 items-center gap-1 frame:flex">
        <Later>
          <HistoryButtons />
        </Later>
      </div>
      <div className="contents frame:flex frame:flex-col frame:gap-0.5">
        <SearchButton onPress={onSearch} />
        {pages.slice(0, -1).map((page) => (
          <NavLink key={page.to} page={page} />
        ))}
        {isWide ? null : <TuckedPages />}
      </div>
      <div className="contents frame:mt-auto frame:flex frame:flex-col frame:gap-0.5">
        {pages.slice(-1).map((page) => (
          <NavLink key={page.to} page={page} />
        ))}
        {/* Nothing moves when they come; in the bar below the others would. */}
        <div className="contents frame:mt-2 frame:flex frame:min-h-[57px] frame:items-center frame:gap-0.5 frame:border-t frame:border-line frame:pt-2">
          <Later isOpen={!isWide}>
            <AccountMenu />
            <SyncLink className={`${item} frame:ml-auto frame:shrink-0 frame:px-1.5!`} />
          </Later>
        </div>
      </div>
    </nav>
  );
}

function NavLink({ page }: { page: (typeof pages)[number] }) {
  const { t } = useTranslation();
  return (
    <AppLink
      to={page.to}
      search={{}}
      activeProps={{ "aria-current": "page" }}
      activeOptions={{ includeSearch: false }}
      data-testid={page.testId}
      className={`${item} ${isTucked(page) ? "max-frame:hidden" : ""}`}
    >
      <page.icon size={18} aria-hidden="true" />
      <span className="max-w-full truncate">{t(page.label)}</span>
    </AppLink>
  );
}

/** The pages that the bar below has no room for. */
function TuckedPages() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const actions = pages.filter(isTucked).map((page) => ({
    id: page.testId,
    label: t(page.label),
    icon: page.icon,
    run: () => void navigate({ to: page.to }),
  }));
  return (
    <MenuButton
      name={t("app.morePages")}
      label={t("app.morePages")}
      actions={actions}
      placement="top"
      className={item}
    >
      <MoreHorizontal size={18} aria-hidden="true" />
      <span className="max-w-full truncate">{t("app.morePages")}</span>
    </MenuButton>
  );
}

function SearchButton({ onPress }: { onPress: () => void }) {
  const { t } = useTranslation();
  return (
    <AriaButton onPress={onPress} className={`${item} max-frame:order-2`}>
      <Search size={18} aria-hidden="true" />
      <span className="max-w-full truncate frame:flex-1 frame:text-left">{t("app.search")}</span>
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
