import { Volume1, Volume2, VolumeX } from "lucide-react";
import { Slider, SliderThumb, SliderTrack } from "react-aria-components";
import { useActions } from "../app/actions";
import { shortcutLabel } from "../app/shortcuts";
import type { PlayerView } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { IconButton } from "../kit/Button";

export function Volume({ player }: { player: PlayerView }) {
  const { t } = useTranslation();
  const { player: act } = useActions();
  const { volume, muted } = player;
  const shown = muted ? 0 : volume;
  const Icon = shown === 0 ? VolumeX : shown < 0.5 ? Volume1 : Volume2;
  return (
    <div className="player-volume items-center gap-1">
      <IconButton
        label={muted ? t("player.unmute") : t("player.mute")}
        shortcut={shortcutLabel(t, "mute")}
        aria-pressed={muted}
        onPress={() => void act.toggleMuted()}
      >
        <Icon size={18} aria-hidden="true" />
      </IconButton>
      <Slider
        aria-label={t("player.volume")}
        minValue={0}
        maxValue={1}
        step={0.05}
        value={shown}
        formatOptions={{ style: "percent" }}
        onChange={(value) => void act.setVolume(value)}
        className="me-2 w-22"
      >
        <SliderTrack className="relative flex h-6 w-full items-center">
          <span className="absolute inset-x-0 h-1 overflow-hidden rounded-full bg-veil-strong">
            <span
              className="absolute inset-y-0 left-0 bg-soft"
              style={{ width: `${shown * 100}%` }}
            />
          </span>
          <SliderThumb className="top-1/2 size-3 rounded-full bg-soft" />
        </SliderTrack>
      </Slider>
    </div>
  );
}
