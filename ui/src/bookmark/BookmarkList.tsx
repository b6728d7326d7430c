import { useNavigate } from "@tanstack/react-router";
import { GridList, GridListItem, ListLayout, Virtualizer } from "react-aria-components";
import { useLocale } from "../app/look";
import type { BookmarkItem } from "../backend/bindings";
import { exactDate, relativeDate } from "../format/date";
import { useTranslation } from "../i18n/words";
import { type Action, MoreButton } from "../kit/Actions";
import { AppLink } from "../kit/Link";
import { type More, MoreFailed, MoreRow } from "../kit/ListTail";
import { useContextMenu } from "../kit/useContextMenu";
import { PlayFromHere } from "./PlayFromHere";
import { useBookmarkMenu } from "./useBookmarkMenu";

const ROW = 68;

type BookmarkListProps = More & { items: readonly BookmarkItem[] };

/** Bookmarks of all episodes. */
export function BookmarkList({ items, ...more }: BookmarkListProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const menuOf = useBookmarkMenu();
  const itemOf = (key: string) => items.find(({ bookmark }) => bookmark.id === key);
  const { onContextMenu, menu } = useContextMenu((key) => {
    const item = itemOf(key);
    return item ? { label: item.episode.title, actions: menuOf(item) } : null;
  });
  const open = (key: string) => {
    const episodeId = itemOf(key)?.episode.id;
    if (episodeId !== undefined)
      void navigate({ to: "/episode/$episodeId", params: { episodeId } });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu key works on the items.
    <div className="-mx-3 pb-12" onContextMenu={onContextMenu}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW }}>
        <GridList
          aria-label={t("bookmarks.listLabel")}
          disallowTypeAhead
          onAction={(key) => open(String(key))}
          className="outline-none"
        >
          {items.map((item) => (
            <Row key={item.bookmark.id} item={item} actions={menuOf(item)} />
          ))}
          <MoreRow more={more} />
        </GridList>
      </Virtualizer>
      <MoreFailed more={more} />
      {menu}
    </div>
  );
}

function Row({ item, actions }: { item: BookmarkItem; actions: readonly Action[] }) {
  const locale = useLocale();
  const { bookmark, episode } = item;
  return (
    <GridListItem
      id={bookmark.id}
      textValue={bookmark.note || episode.title}
      data-testid="bookmark-row"
      data-episode={episode.id}
      className="group ring-inset-focus flex h-full cursor-pointer items-center gap-3 rounded-md px-3 hovered:bg-veil frame:gap-4"
    >
      <PlayFromHere bookmark={bookmark} title={episode.title} />
      <div className="min-w-0 flex-1">
        <AppLink
          to="/episode/$episodeId"
          params={{ episodeId: episode.id }}
          className="block max-w-fit truncate rounded-sm font-medium hovered:underline"
        >
          {bookmark.note || episode.title}
        </AppLink>
        <p className="truncate text-[13px] text-soft">
          {bookmark.note ? `${episode.title} · ` : ""}
          {episode.podcastTitle} ·{" "}
          <time
            dateTime={new Date(bookmark.setMs).toISOString()}
            title={exactDate(bookmark.setMs, locale)}
          >
            {relativeDate(bookmark.setMs, Date.now(), locale)}
          </time>
        </p>
      </div>
      <MoreButton label={episode.title} actions={actions} />
    </GridListItem>
  );
}
