import { useQuery } from "@tanstack/react-query";
import { ListVideo } from "lucide-react";
import type { EpisodeSummary, PlayerView } from "../backend/bindings";
import { playerQuery } from "../backend/queries";
import { SetBookmark } from "../bookmark/SetBookmark";
import { useEpisodeArt } from "../episode/useEpisodeArt";
import { useTranslation } from "../i18n/words";
import { IconButton } from "../kit/Button";
import { Cover } from "../kit/Cover";
import { AppLink } from "../kit/Link";
import { LikeIcon } from "../like/LikeButton";
import { Announcer } from "./Announcer";
import { Controls } from "./Controls";
import { PlayerNotice } from "./PlayerNotice";
import { Duration, PositionText, SeekSlider } from "./Seek";
import { SleepButton, type SleepMenuProps } from "./SleepButton";
import { SpeedButton } from "./SpeedButton";
import { Volume } from "./Volume";

/** What stands beside the page. */
type PanelProps = { isPanelOpen: boolean; onPanel: () => void } & SleepMenuProps;

/** Always there once something was played; the last episode comes back paused at launch. */
export function PlayerBar(panel: PanelProps) {
  const { data: player } = useQuery(playerQuery);
  if (!player?.episode) return null;
  return <Bar player={player} episode={player.episode} {...panel} />;
}

type BarProps = PanelProps & { player: PlayerView; episode: EpisodeSummary };

function Bar({ player, episode, isPanelOpen, onPanel, ...sleep }: BarProps) {
  const { t } = useTranslation();
  return (
    <section
      aria-label={t("player.label")}
      data-testid="player-bar"
      data-phase={player.phase}
      className="player-bar border-t border-line bg-raised [grid-area:player]"
    >
      <PlayerNotice player={player} />
      <div className="player-grid">
        <NowPlaying episode={episode} />
        <Controls player={player} />
        <div className="player-seek">
          <PositionText />
          <SeekSlider player={player} />
          <Duration player={player} />
          <SpeedButton player={player} />
          <SleepButton timer={player.sleep} {...sleep} />
        </div>
        <div className="player-end flex items-center">
          <Volume player={player} />
          <IconButton
            label={t("queue.upNext")}
            aria-expanded={isPanelOpen}
            data-testid="player-panel"
            onPress={onPanel}
            className={isPanelOpen ? "text-accent!" : ""}
          >
            <ListVideo size={18} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      <Announcer player={player} />
    </section>
  );
}

function NowPlaying({ episode }: { episode: EpisodeSummary }) {
  const art = useEpisodeArt(episode);
  return (
    <div className="player-now flex min-w-0 items-center gap-3">
      {art ? (
        <AppLink
          to="/episode/$episodeId"
          params={{ episodeId: episode.id }}
          aria-label={episode.title}
          className="shrink-0 rounded-sm"
        >
          <Cover {...art} title={episode.podcastTitle} size={96} className="w-12 rounded-sm" />
        </AppLink>
      ) : null}
      <div className="min-w-0">
        <AppLink
          to="/episode/$episodeId"
          params={{ episodeId: episode.id }}
          data-testid="player-title"
          className="block truncate rounded-sm font-medium hovered:underline"
        >
          {episode.title}
        </AppLink>
        <AppLink
          to="/podcast/$podcastId"
          params={{ podcastId: episode.podcastId }}
          className="block truncate rounded-sm text-[13px] text-soft hovered:text-ink hovered:underline"
        >
          {episode.podcastTitle}
        </AppLink>
      </div>
      <span className="hidden shrink-0 items-center frame:flex">
        <LikeIcon episode={episode} />
        <SetBookmark />
      </span>
    </div>
  );
}
