import { GridList, GridListItem } from "react-aria-components";
import { useLocale } from "../app/look";
import type { FoundShow } from "../backend/bindings";
import { ShowLines } from "../discover/ShowLines";
import { SubscribeButton } from "../discover/SubscribeButton";
import { relativeDate } from "../format/date";
import { useTranslation } from "../i18n/words";
import { useOpenPodcast } from "../subscriptions/usePodcastMenu";

type FoundShowsProps = {
  shows: readonly FoundShow[];
  /** Of one that is not in the library. */
  onLook: (show: FoundShow) => void;
};

/** What was found, the best first. One that is in the library opens, another is looked at. */
export function FoundShows({ shows, onLook }: FoundShowsProps) {
  const { t } = useTranslation();
  const open = useOpenPodcast();
  return (
    <GridList
      aria-label={t("search.listLabel")}
      disallowTypeAhead
      onAction={(key) => {
        const show = shows.find(({ feedUrl }) => feedUrl === key);
        if (show?.subscribed && show.podcastId !== null) open(show.podcastId);
        else if (show) onLook(show);
      }}
      className="-mx-3 outline-none"
    >
      {shows.map((show) => (
        <Row key={show.feedUrl} show={show} />
      ))}
    </GridList>
  );
}

function Row({ show }: { show: FoundShow }) {
  const { title, feedUrl } = show;
  return (
    <GridListItem
      id={feedUrl}
      textValue={title}
      data-testid="found-show"
      className="ring-inset-focus flex min-w-0 cursor-pointer items-center gap-3 rounded-md px-3 py-3 hovered:bg-veil frame:gap-4"
    >
      <ShowLines show={show}>
        <Facts show={show} />
      </ShowLines>
      <SubscribeButton found={show} title={title} />
    </GridListItem>
  );
}

/** How many episodes there are and when the last one came; the feed's host where nobody says. */
function Facts({ show }: { show: FoundShow }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { episodeCount, latestMs, feedUrl } = show;
  const now = Date.now();
  const facts = [
    episodeCount === null ? "" : t("list.episodes", { count: episodeCount }),
    latestMs === null
      ? ""
      : t("subscriptions.latest", { date: relativeDate(Math.min(latestMs, now), now, locale) }),
  ].filter(Boolean);
  return facts.length > 0 ? facts.join(" · ") : new URL(feedUrl).host;
}
