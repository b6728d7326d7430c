import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useAccent } from "../accent/useAccent";
import { useWindowTitle } from "../app/look";
import { useUiReady } from "../app/useUiReady";
import { podcastQuery } from "../backend/queries";
import { NarrowHistory } from "../kit/PageHeader";
import { Delayed, Failure, StaleNote } from "../kit/states";
import { EpisodeSection } from "./EpisodeSection";
import { HealthBanner } from "./HealthBanner";
import { PodcastHeader } from "./PodcastHeader";
import { PodcastSkeleton } from "./PodcastSkeleton";

const route = getRouteApi("/podcast/$podcastId");

export function PodcastPage() {
  const { podcastId } = route.useParams();
  const query = useQuery(podcastQuery(podcastId));
  const podcast = query.data;
  const accent = useAccent(
    podcast && {
      of: { kind: "podcast", id: podcastId },
      hasArtwork: podcast.summary.hasArtwork,
      seed: podcast.summary.feedUrl,
    },
  );
  useWindowTitle(podcast?.summary.title ?? "");
  useUiReady(query.isSuccess);

  return (
    <div style={accent} className="accented flex min-h-full flex-col">
      <div className="mx-auto flex w-full max-w-[1120px] flex-1 flex-col px-4 pb-6 frame:px-8">
        <NarrowHistory />
        {query.isPending ? (
          <Delayed>
            <PodcastSkeleton />
          </Delayed>
        ) : podcast ? (
          <>
            <StaleNote error={query.error} onRetry={() => void query.refetch()} />
            <PodcastHeader podcast={podcast} />
            <HealthBanner podcast={podcast} />
            <EpisodeSection key={podcastId} podcast={podcast} />
          </>
        ) : (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        )}
      </div>
    </div>
  );
}
