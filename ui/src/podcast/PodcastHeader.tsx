import { useQuery } from "@tanstack/react-query";
import { Bell, BellOff, ExternalLink, Layers, Link2, RotateCw } from "lucide-react";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import { useServices } from "../app/services";
import type { Podcast } from "../backend/bindings";
import { refreshProgressQuery } from "../backend/queries";
import { PodcastCounts } from "../discover/LikedBy";
import { exactDate, relativeDate } from "../format/date";
import { useTranslation } from "../i18n/words";
import { type Action, MoreButton } from "../kit/Actions";
import { Button } from "../kit/Button";
import { Cover } from "../kit/Cover";
import { Expandable } from "../kit/Expandable";
import { Notes } from "../kit/Notes";
import { LikePodcastButton } from "../like/LikeButton";
import { PrivacyMark } from "../privacy/PrivacyMark";
import { usePrivacyMenu } from "../privacy/usePrivacyMenu";

export function PodcastHeader({ podcast }: { podcast: Podcast }) {
  const { summary } = podcast;
  return (
    <header className="page-head">
      <Cover
        of={{ kind: "podcast", id: summary.id }}
        hasArtwork={summary.hasArtwork}
        title={summary.title}
        seed={summary.feedUrl}
        size={600}
        className="page-cover"
      />
      <div className="page-names">
        <h1 className="selectable text-[20px] leading-[1.2] font-strong tracking-[-0.02em] text-balance frame:text-[30px]">
          {summary.title}
        </h1>
        {summary.author ? (
          <p className="mt-1 text-soft frame:text-[15px]">{summary.author}</p>
        ) : null}
        <Facts podcast={podcast} />
        <PrivacyMark podcast={podcast} />
      </div>
      <div className="page-more">
        {podcast.descriptionHtml ? (
          <Expandable short={podcast.descriptionText} className="mb-4 max-w-[72ch]">
            <Notes html={podcast.descriptionHtml} className="text-[14px]! leading-[21px]!" />
          </Expandable>
        ) : null}
        <HeaderActions podcast={podcast} />
      </div>
    </header>
  );
}

function Facts({ podcast }: { podcast: Podcast }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { summary, lastRefreshMs } = podcast;
  return (
    <p className="mt-2 flex flex-wrap gap-x-2 text-[13px] text-soft">
      <span>{t("podcast.episodes", { count: summary.episodeCount })}</span>
      <span aria-hidden="true">·</span>
      <span>{t("podcast.unplayed", { count: summary.unplayedCount })}</span>
      {lastRefreshMs !== null ? (
        <>
          <span aria-hidden="true">·</span>
          <span title={exactDate(lastRefreshMs, locale)}>
            {t("podcast.lastRefresh", { date: relativeDate(lastRefreshMs, Date.now(), locale) })}
          </span>
        </>
      ) : null}
      {podcast.explicit ? (
        <>
          <span aria-hidden="true">·</span>
          <span>{t("podcast.explicit")}</span>
        </>
      ) : null}
      <PodcastCounts id={summary.id} />
    </p>
  );
}

function HeaderActions({ podcast }: { podcast: Podcast }) {
  const { t } = useTranslation();
  const { podcast: act, episode } = useActions();
  const { grouping } = useServices();
  const { data: progress } = useQuery(refreshProgressQuery);
  const privacyMenuOf = usePrivacyMenu();
  const { summary, link } = podcast;
  const refreshing = progress?.running === true;
  const more: Action[] = [
    ...(link
      ? [
          {
            id: "website",
            label: t("podcast.website"),
            icon: ExternalLink,
            run: () => void episode.openLink(link),
          },
        ]
      : []),
    {
      id: "copy",
      label: t("podcast.copyAddress"),
      icon: Link2,
      run: () => void act.copyFeedAddress(summary),
    },
    {
      id: "collections",
      label: t("collections.choose"),
      icon: Layers,
      run: () => grouping.begin([summary.id]),
    },
    ...privacyMenuOf(summary),
    ...(summary.subscribed
      ? [
          {
            id: "unsubscribe",
            label: t("podcast.unsubscribe"),
            icon: BellOff,
            run: () => void act.unsubscribe(summary),
            apart: true,
          },
        ]
      : []),
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      {summary.subscribed ? null : (
        <Button look="primary" onPress={() => void act.resubscribe(summary)}>
          <Bell size={15} aria-hidden="true" />
          {t("podcast.subscribe")}
        </Button>
      )}
      <LikePodcastButton podcast={summary} />
      <Button isDisabled={refreshing} onPress={() => void act.refresh(summary.id)}>
        <RotateCw
          size={15}
          aria-hidden="true"
          className={refreshing ? "animate-spin motion-reduce:animate-none" : ""}
        />
        {refreshing ? t("podcast.refreshing") : t("podcast.refresh")}
      </Button>
      <MoreButton label={summary.title} actions={more} />
    </div>
  );
}
