import { Check, CircleDashed } from "lucide-react";
import { memo } from "react";
import { GridListItem } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useActions } from "../app/actions";
import type { EpisodeSummary } from "../backend/bindings";
import { MoreButton } from "../kit/Actions";
import { IconButton } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { useLoaded } from "../player/useLoaded";
import { DownloadMark } from "./DownloadMark";
import { EpisodeMeta } from "./EpisodeMeta";
import { PlayButton } from "./PlayButton";
import { useEpisodeMenu } from "./useEpisodeMenu";

type EpisodeRowProps = { episode: EpisodeSummary };

export const EpisodeRow = memo(function EpisodeRow({ episode }: EpisodeRowProps) {
  return (
    <GridListItem
      id={episode.id}
      textValue={episode.title}
      data-testid="episode-row"
      data-episode={episode.id}
      className="episode-row group ring-inset-focus relative flex h-full items-center gap-3 rounded-md px-3 hovered:bg-veil selected:bg-accent-veil frame:gap-4"
    >
      <RowContent episode={episode} />
    </GridListItem>
  );
});

function RowContent({ episode }: EpisodeRowProps) {
  const { t } = useTranslation();
  const { episode: act } = useActions();
  const loaded = useLoaded(episode.id);
  const menuOf = useEpisodeMenu();
  const played = episode.state === "played";
  return (
    <>
      <PlayButton episode={episode} />
      <div className="min-w-0 flex-1">
        <AppLink
          to="/episode/$episodeId"
          params={{ episodeId: episode.id }}
          className={`line-clamp-2 max-w-fit rounded-sm hovered:underline frame:line-clamp-1 ${
            played ? "text-soft" : "font-medium"
          } ${loaded ? "text-accent" : ""}`}
        >
          {episode.title}
        </AppLink>
        <EpisodeMeta episode={episode} />
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
        <DownloadMark episode={episode} />
        <MoreButton
          label={episode.title}
          actions={menuOf(episode, { isPlaying: loaded?.isOn === true, onPage: "podcast" })}
        />
      </div>
    </>
  );
}
