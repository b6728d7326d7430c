import { Check, CircleDashed } from "lucide-react";
import { memo } from "react";
import { GridListItem } from "react-aria-components";
import { useActions } from "../app/actions";
import { useMedia } from "../app/look";
import type { EpisodeSummary } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { MoreButton } from "../kit/Actions";
import { IconButton } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { LikeIcon } from "../like/LikeButton";
import { useLoaded } from "../player/useLoaded";
import { DownloadMark } from "./DownloadMark";
import { EpisodeMeta, PodcastLine } from "./EpisodeMeta";
import { PlayButton } from "./PlayButton";
import { useEpisodeMenu } from "./useEpisodeMenu";

type EpisodeRowProps = { episode: EpisodeSummary; withPodcast: boolean };

export const EpisodeRow = memo(function EpisodeRow(props: EpisodeRowProps) {
  const { episode } = props;
  return (
    <GridListItem
      id={episode.id}
      textValue={episode.title}
      data-testid="episode-row"
      data-episode={episode.id}
      className="episode-row group ring-inset-focus relative flex h-full items-center gap-3 rounded-md px-3 hovered:bg-veil selected:bg-accent-veil frame:gap-4"
    >
      <RowContent {...props} />
    </GridListItem>
  );
});

function RowContent({ episode, withPodcast }: EpisodeRowProps) {
  const { t } = useTranslation();
  const { episode: act } = useActions();
  const loaded = useLoaded(episode.id);
  const wide = useMedia("(min-width: 720px)");
  const menuOf = useEpisodeMenu();
  const played = episode.state === "played";
  return (
    <>
      <PlayButton episode={episode} />
      <div className="min-w-0 flex-1">
        <AppLink
          to="/episode/$episodeId"
          params={{ episodeId: episode.id }}
          className={`max-w-fit rounded-sm hovered:underline ${
            withPodcast ? "line-clamp-1" : "line-clamp-2 frame:line-clamp-1"
          } ${played ? "text-soft" : "font-medium"} ${loaded ? "text-accent" : ""}`}
        >
          {episode.title}
        </AppLink>
        {withPodcast && !wide ? <PodcastLine episode={episode} /> : null}
        <EpisodeMeta episode={episode} withPodcast={withPodcast && wide} />
      </div>
      <div className="flex shrink-0 items-center">
        <span className="on-row hidden frame:contents">
          <IconButton
            label={played ? t("episodes.markUnplayed") : t("episodes.markPlayed")}
            onPress={() => void act.setPlayed([episode.id], !played)}
            className="on-row"
          >
            {played ? (
              <CircleDashed size={17} aria-hidden="true" />
            ) : (
              <Check size={17} aria-hidden="true" />
            )}
          </IconButton>
        </span>
        <LikeIcon episode={episode} className={episode.liked ? "" : "on-row max-frame:hidden"} />
        <DownloadMark episode={episode} />
        <MoreButton
          label={episode.title}
          actions={menuOf(episode, {
            isPlaying: loaded?.isOn === true,
            onPage: withPodcast ? undefined : "podcast",
          })}
        />
      </div>
    </>
  );
}
