import { Pause, Play, VolumeX } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { useActions } from "../app/actions";
import type { EpisodeSummary } from "../backend/bindings";
import { shareHeard } from "../format/time";
import { useTranslation } from "../i18n/words";
import { Ring } from "../kit/Ring";
import { Spinner } from "../kit/Spinner";
import { useLoaded } from "../player/useLoaded";
import { usePosition } from "../player/usePosition";
import { whySilent } from "./why-silent";

const SIZE = 36;

/** Plays or pauses an episode; the ring is how much of it was heard. */
export function PlayButton({ episode }: { episode: EpisodeSummary }) {
  const { t } = useTranslation();
  const { episode: act, player } = useActions();
  const loaded = useLoaded(episode.id);
  const silent = whySilent(t, episode);
  const { title } = episode;

  if (silent !== null) {
    return (
      <span
        role="img"
        aria-label={t("episode.cannotPlayNamed", { title, why: silent })}
        title={silent}
        className="inline-flex size-9 shrink-0 items-center justify-center rounded-full border border-dashed border-line text-soft"
      >
        <VolumeX size={16} aria-hidden="true" />
      </span>
    );
  }

  const isOn = loaded?.isOn === true;
  return (
    <AriaButton
      data-testid="episode-play"
      aria-label={isOn ? t("episode.pauseNamed", { title }) : t("episode.playNamed", { title })}
      onPress={() => void (isOn ? player.pause() : act.play(episode))}
      className={`relative inline-flex size-9 shrink-0 items-center justify-center rounded-full transition-colors duration-100 ${
        loaded
          ? "bg-fill text-on-fill hovered:bg-fill-hover"
          : "text-ink hovered:bg-fill hovered:text-on-fill group-hover:bg-veil"
      }`}
    >
      {loaded ? (
        <LoadedRing />
      ) : (
        <Ring
          share={
            episode.state === "inProgress" ? shareHeard(episode.positionMs, episode.durationMs) : 0
          }
          size={SIZE}
          className="absolute inset-0 text-accent"
        />
      )}
      {loaded?.isWaiting ? (
        <Spinner size={16} />
      ) : isOn ? (
        <Pause size={15} fill="currentColor" aria-hidden="true" />
      ) : (
        <Play size={15} fill="currentColor" aria-hidden="true" className="translate-x-px" />
      )}
    </AriaButton>
  );
}

function LoadedRing() {
  const { positionMs, durationMs } = usePosition();
  return (
    <span className="absolute -inset-[3px]">
      <Ring share={shareHeard(positionMs, durationMs)} size={SIZE + 6} className="text-accent" />
    </span>
  );
}
