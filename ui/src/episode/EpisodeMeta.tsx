import type { ReactNode } from "react";
import { useLocale } from "../app/look";
import type { EpisodeSummary, List } from "../backend/bindings";
import { exactDate, relativeDate } from "../format/date";
import { clockTime, isoDuration, timeLeft } from "../format/time";
import { useTranslation } from "../i18n/words";
import { AppLink } from "../kit/Link";
import { useLoaded } from "../player/useLoaded";
import { useRate } from "../player/useRate";
import { whySilent } from "./why-silent";

type EpisodeMetaProps = {
  episode: EpisodeSummary;
  withPodcast?: boolean;
  inList?: List["kind"];
};

/** The line below a title: state, date, length or time left, what kind of episode. */
export function EpisodeMeta({ episode, withPodcast = false, inList }: EpisodeMetaProps) {
  const { t } = useTranslation();
  const silent = whySilent(t, episode);
  const kind = episode.episodeType === "full" ? null : t(`episode.${episode.episodeType}`);
  const parts: [string, ReactNode][] = [
    ["state", <State key="state" episode={episode} />],
    ["podcast", withPodcast ? <PodcastLink key="podcast" episode={episode} /> : null],
    ["date", <PublishedDate key="date" ms={episode.publishedMs} />],
    ["length", silent ?? <Length key="length" episode={episode} />],
    ["kind", kind],
    ["video", episode.playable && episode.mediaKind === "video" ? t("episode.video") : null],
    ["queued", episode.queued && inList !== "queue" ? t("queue.queued") : null],
    ["explicit", episode.explicit ? t("episode.explicit") : null],
  ];
  const shown = parts.filter(
    ([name, part]) => part !== null && (name !== "length" || silent || episode.durationMs !== null),
  );
  return (
    <p className="tabular flex min-w-0 items-center gap-1.5 overflow-hidden text-[13px] whitespace-nowrap text-soft">
      {shown.map(([name, part], index) => (
        <span key={name} className={`contents ${name === "state" ? "" : ""}`}>
          {index > 1 ? <span aria-hidden="true">·</span> : null}
          {part}
        </span>
      ))}
    </p>
  );
}

/** The podcast of an episode in a list of many podcasts, on a line of its own where there is little room. */
export function PodcastLine({ episode }: { episode: EpisodeSummary }) {
  return (
    <p className="flex text-[13px] text-soft">
      <PodcastLink episode={episode} />
    </p>
  );
}

function PodcastLink({ episode: { podcastId, podcastTitle } }: { episode: EpisodeSummary }) {
  return (
    <AppLink
      to="/podcast/$podcastId"
      params={{ podcastId }}
      className="min-w-0 shrink truncate rounded-sm hovered:text-ink hovered:underline"
    >
      {podcastTitle}
    </AppLink>
  );
}

function State({ episode }: { episode: EpisodeSummary }) {
  const { t } = useTranslation();
  const loaded = useLoaded(episode.id);
  if (loaded?.isOn) return <Badge tone="accent">{t("episode.playing")}</Badge>;
  if (!episode.playable) return null;
  if (episode.state === "new") return <Badge tone="accent">{t("episode.new")}</Badge>;
  if (episode.state === "played") return <Badge tone="soft">{t("episode.played")}</Badge>;
  return <Badge tone="ink">{t("episode.inProgress")}</Badge>;
}

function Badge({ tone, children }: { tone: "accent" | "soft" | "ink"; children: string }) {
  const tones = { accent: "text-accent", soft: "text-soft", ink: "text-ink" };
  return <span className={`mr-1 font-medium ${tones[tone]}`}>{children}</span>;
}

export function PublishedDate({ ms }: { ms: number | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  if (ms === null) return <span>{t("episode.dateUnknown")}</span>;
  return (
    <time dateTime={new Date(ms).toISOString()} title={exactDate(ms, locale)}>
      {relativeDate(ms, Date.now(), locale)}
    </time>
  );
}

export function Length({ episode }: { episode: EpisodeSummary }) {
  const { durationMs, state } = episode;
  if (durationMs === null) return null;
  if (state === "inProgress") return <TimeLeft episode={episode} />;
  return <time dateTime={isoDuration(durationMs)}>{clockTime(durationMs)}</time>;
}

/** At the speed at which it will be heard. */
function TimeLeft({ episode }: { episode: EpisodeSummary }) {
  const { t } = useTranslation();
  const left = timeLeft(episode.positionMs, episode.durationMs, useRate(episode.podcastId));
  if (left === null) return null;
  return <time dateTime={isoDuration(left)}>{t("episode.left", { time: clockTime(left) })}</time>;
}
