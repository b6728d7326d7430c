import { useInfiniteQuery } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { shortcutLabel } from "../app/shortcuts";
import { bookmarksQuery } from "../backend/queries";
import { BookmarkList } from "../bookmark/BookmarkList";
import { useTranslation } from "../i18n/words";
import { LikedList } from "./LikedList";
import { NothingYet } from "./NothingYet";

export function LikedBookmarks() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(bookmarksQuery);
  const empty = (
    <NothingYet
      icon={Bookmark}
      title={t("bookmarks.none")}
      text={t("bookmarks.noneText", { key: shortcutLabel(t, "bookmark") })}
    />
  );
  return (
    <LikedList query={query} empty={empty}>
      {(items, more) => <BookmarkList items={items} {...more} />}
    </LikedList>
  );
}
