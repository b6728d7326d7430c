import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type AccentSubject, useAccent } from "../accent/useAccent";
import { useWindowTitle } from "../app/look";
import { useUiReady } from "../app/useUiReady";
import type { Episode, EpisodeSummary } from "../backend/bindings";
import { episodeQuery } from "../backend/queries";
import { EpisodeBookmarks } from "../bookmark/EpisodeBookmarks";
import { LikedBy } from "../discover/LikedBy";
import { useTranslation } from "../i18n/words";
import { Cover } from "../kit/Cover";
import { AppLink } from "../kit/Link";
import { Notes } from "../kit/Notes";
import { NarrowHistory } from "../kit/PageHeader";
import { Delayed, Failure, StaleNote } from "../kit/states";
import { PlayLinkedPlace } from "../link/PlayLinkedPlace";
import { EpisodeButtons } from "./EpisodeButtons";
import { EpisodeMeta } from "./EpisodeMeta";
import { useEpisodeArt } from "./useEpisodeArt";

const route = getRouteApi("/episode/$episodeId");

export function EpisodePage() {
  const { episodeId } = route.useParams();
  const query = useQuery(episodeQuery(episodeId));
  const episode = query.data;
  const art = useEpisodeArt(episode?.summary);
  const accent = useAccent(art);
  useWindowTitle(episode?.summary.title ?? "");
  useUiReady(query.isSuccess);
  return (
    <div style={accent} className="accented min-h-full">
      <div className="mx-auto w-full max-w-[1120px] px-4 pb-16 frame:px-8">
        <NarrowHistory />
        {query.isPending ? (
          <Delayed>
            <ArticleSkeleton />
          </Delayed>
        ) : episode && art ? (
          <>
            <StaleNote error={query.error} onRetry={() => void query.refetch()} />
            <Article episode={episode} art={art} />
          </>
        ) : (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        )}
      </div>
    </div>
  );
}

function Article({ episode, art }: { episode: Episode; art: AccentSubject }) {
  const { t } = useTranslation();
  const { summary } = episode;
  const { at } = route.useSearch();
  return (
    <article data-episode-page={summary.id}>
      <header className="page-head">
        <Cover {...art} title={summary.podcastTitle} size={600} className="page-cover" />
        <div className="page-names">
          <AppLink
            to="/podcast/$podcastId"
            params={{ podcastId: summary.podcastId }}
            className="block w-fit max-w-full truncate rounded-sm font-medium text-accent hovered:underline"
          >
            {summary.podcastTitle}
          </AppLink>
          <h1 className="selectable my-1 text-[18px] leading-[1.25] font-strong tracking-[-0.02em] text-balance frame:my-2 frame:text-[28px]">
            {summary.title}
          </h1>
          <EpisodeMeta episode={summary} />
          <Numbers summary={summary} />
          <LikedBy id={summary.id} />
        </div>
        <div className="page-more">
          {at === undefined ? null : (
            <p className="mb-3">
              <PlayLinkedPlace episode={summary} atMs={at} />
            </p>
          )}
          <EpisodeButtons episode={episode} />
        </div>
      </header>
      <EpisodeBookmarks episode={summary} />
      <section className="max-w-[72ch] border-t border-line pt-6">
        <h2 className="sr-only">{t("episode.notes")}</h2>
        {episode.notesHtml ? (
          <Notes html={episode.notesHtml} />
        ) : (
          <p className="text-soft">{t("episode.noNotes")}</p>
        )}
      </section>
    </article>
  );
}

function Numbers({ summary }: { summary: EpisodeSummary }) {
  const { t } = useTranslation();
  const parts = [
    summary.season === null ? null : t("episode.season", { season: summary.season }),
    summary.episode === null ? null : t("episode.number", { episode: summary.episode }),
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return <p className="text-[13px] text-soft">{parts.join(" · ")}</p>;
}

function ArticleSkeleton() {
  return (
    <div className="flex gap-7 pt-8">
      <div className="skeleton size-28 rounded-md frame:size-44" />
      <div className="flex-1">
        <div className="skeleton h-4 w-1/4" />
        <div className="skeleton mt-4 h-7 w-3/4" />
        <div className="skeleton mt-3 h-4 w-1/3" />
        <div className="skeleton mt-8 h-8 w-64" />
      </div>
    </div>
  );
}
