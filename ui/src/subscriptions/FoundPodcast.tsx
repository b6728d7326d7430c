import { useLocale } from "../app/look";
import type { FeedPreview } from "../backend/bindings";
import { relativeDate } from "../format/date";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Cover } from "../kit/Cover";

export type PodcastPreview = Extract<FeedPreview, { kind: "podcast" }>;

type FoundPodcastProps = { podcast: PodcastPreview; onAdd: () => void; onLeave: () => void };

/** What a link leads to, and the question whether to add it. */
export function FoundPodcast({ podcast, onAdd, onLeave }: FoundPodcastProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { title, author, description, artworkUrl, feedUrl, latestPublishedMs } = podcast;
  return (
    <div data-testid="found-podcast" className="flex flex-col gap-4 text-left">
      <div className="flex gap-4">
        <Cover
          of={{ kind: "thumbnail", url: artworkUrl ?? "", size: 300 }}
          hasArtwork={artworkUrl !== null}
          title={title}
          seed={feedUrl}
          size={300}
          className="w-24 rounded-md"
        />
        <div className="selectable min-w-0 flex-1">
          <p className="line-clamp-2 text-[16px] leading-6 font-medium">{title}</p>
          {author ? <p className="truncate text-soft">{author}</p> : null}
          <p className="tabular text-[13px] text-soft">
            {t("list.episodes", { count: podcast.episodeCount })}
            {latestPublishedMs === null
              ? null
              : ` · ${t("subscriptions.latest", {
                  date: relativeDate(latestPublishedMs, Date.now(), locale),
                })}`}
          </p>
          <p className="truncate text-[13px] text-soft">{feedUrl}</p>
        </div>
      </div>
      {description ? (
        <p className="selectable line-clamp-5 whitespace-pre-line text-soft">{description}</p>
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status">{t("link.question")}</p>
        <div className="ml-auto flex gap-2">
          <Button look="plain" onPress={onLeave}>
            {t("link.notNow")}
          </Button>
          <Button look="primary" data-testid="found-add" autoFocus onPress={onAdd}>
            {t("link.add")}
          </Button>
        </div>
      </div>
    </div>
  );
}
