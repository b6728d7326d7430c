import { BookmarkPlus } from "lucide-react";
import { useActions } from "../app/actions";
import { shortcutLabel } from "../app/shortcuts";
import { useTranslation } from "../i18n/words";
import { IconButton } from "../kit/Button";

/** Keeps the place that is heard now. */
export function SetBookmark() {
  const { t } = useTranslation();
  const { bookmark: act } = useActions();
  return (
    <IconButton
      label={t("bookmarks.here")}
      shortcut={shortcutLabel(t, "bookmark")}
      data-testid="bookmark-here"
      onPress={() => void act.setHere()}
      className="max-[980px]:hidden"
    >
      <BookmarkPlus size={17} aria-hidden="true" />
    </IconButton>
  );
}
