import { useQuery } from "@tanstack/react-query";
import { BookmarkPlus, PencilLine, Trash2 } from "lucide-react";
import { TooltipTrigger } from "react-aria-components";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import { shortcutLabel } from "../app/shortcuts";
import type { Bookmark, EpisodeSummary } from "../backend/bindings";
import { bookmarksOfQuery } from "../backend/queries";
import { exactDate, relativeDate } from "../format/date";
import { clockTime } from "../format/time";
import { useTranslation } from "../i18n/words";
import { Button, Hint, IconButton } from "../kit/Button";
import { StaleNote } from "../kit/states";
import { useLoaded } from "../player/useLoaded";
import { PlayFromHere } from "./PlayFromHere";

/** The bookmarks of an episode's page; nothing where there are none and none can be set. */
export function EpisodeBookmarks({ episode }: { episode: EpisodeSummary }) {
  const { t } = useTranslation();
  const query = useQuery(bookmarksOfQuery(episode.id));
  const loaded = useLoaded(episode.id);
  const bookmarks = query.data ?? [];
  if (bookmarks.length === 0 && loaded === null && !query.isError) return null;
  return (
    <section className="mb-6 max-w-[72ch] border-t border-line pt-4" data-testid="bookmarks">
      <div className="flex min-h-8 items-center justify-between gap-4">
        <h2 className="font-medium">{t("bookmarks.title")}</h2>
        {loaded ? <SetHere /> : null}
      </div>
      <StaleNote error={query.error} onRetry={() => void query.refetch()} />
      {bookmarks.length > 0 ? (
        <ul className="mt-1 flex flex-col">
          {bookmarks.map((bookmark) => (
            <Line key={bookmark.id} bookmark={bookmark} title={episode.title} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function SetHere() {
  const { t } = useTranslation();
  const { bookmark: act } = useActions();
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      <Button look="plain" data-testid="bookmark-here" onPress={() => void act.setHere()}>
        <BookmarkPlus size={16} aria-hidden="true" />
        {t("bookmarks.here")}
      </Button>
      <Hint>
        <kbd className="font-sans">{shortcutLabel(t, "bookmark")}</kbd>
      </Hint>
    </TooltipTrigger>
  );
}

/** What there is to say of a place without a note. */
function SetOn({ bookmark: { setMs } }: { bookmark: Bookmark }) {
  const locale = useLocale();
  return (
    <time
      dateTime={new Date(setMs).toISOString()}
      title={exactDate(setMs, locale)}
      className="text-[13px] text-soft"
    >
      {relativeDate(setMs, Date.now(), locale)}
    </time>
  );
}

function Line({ bookmark, title }: { bookmark: Bookmark; title: string }) {
  const { t } = useTranslation();
  const { bookmark: act } = useActions();
  const time = clockTime(bookmark.positionMs);
  return (
    <li className="flex items-start gap-3 border-b border-line py-2 last:border-0">
      <PlayFromHere bookmark={bookmark} title={title} />
      <p className="selectable min-w-0 flex-1 py-1.5 break-words whitespace-pre-line">
        {bookmark.note || <SetOn bookmark={bookmark} />}
      </p>
      <IconButton
        label={bookmark.note ? t("bookmarks.editNote") : t("bookmarks.addNote")}
        onPress={() => act.write(bookmark)}
      >
        <PencilLine size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t("bookmarks.removeAt", { time })}
        onPress={() => void act.remove(bookmark)}
      >
        <Trash2 size={16} aria-hidden="true" />
      </IconButton>
    </li>
  );
}
