import { Play } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { useActions } from "../app/actions";
import type { Bookmark } from "../backend/bindings";
import { clockTime } from "../format/time";
import { useTranslation } from "../i18n/words";

type PlayFromHereProps = { bookmark: Bookmark; title: string };

/** The place of a bookmark, to be pressed. */
export function PlayFromHere({ bookmark, title }: PlayFromHereProps) {
  const { t } = useTranslation();
  const { bookmark: act } = useActions();
  const time = clockTime(bookmark.positionMs);
  return (
    <AriaButton
      aria-label={t("bookmarks.playNamed", { title, time })}
      data-testid="bookmark-play"
      onPress={() => void act.play(bookmark)}
      className="tabular inline-flex h-8 min-w-24 shrink-0 items-center justify-center gap-1.5 rounded-full bg-accent-veil px-3 text-[13px] font-medium text-accent transition-colors duration-100 hovered:bg-fill hovered:text-on-fill"
    >
      <Play size={12} fill="currentColor" aria-hidden="true" />
      {time}
    </AriaButton>
  );
}
