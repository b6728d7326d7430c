import { useNavigate } from "@tanstack/react-router";
import { ArrowRight, PencilLine, Play, Trash2 } from "lucide-react";
import { useActions } from "../app/actions";
import type { BookmarkItem } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import type { Action } from "../kit/Actions";

/** What can be done with a bookmark in a list. */
export function useBookmarkMenu(): (item: BookmarkItem) => Action[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { bookmark: act } = useActions();
  return ({ bookmark, episode }) => [
    ...(episode.playable
      ? [
          {
            id: "play",
            label: t("bookmarks.play"),
            icon: Play,
            run: () => void act.play(bookmark),
          },
        ]
      : []),
    {
      id: "note",
      label: bookmark.note ? t("bookmarks.editNote") : t("bookmarks.addNote"),
      icon: PencilLine,
      run: () => act.write(bookmark),
    },
    {
      id: "remove",
      label: t("bookmarks.remove"),
      icon: Trash2,
      run: () => void act.remove(bookmark),
    },
    {
      id: "open",
      label: t("episode.open"),
      icon: ArrowRight,
      run: () => void navigate({ to: "/episode/$episodeId", params: { episodeId: episode.id } }),
      apart: true,
    },
  ];
}
