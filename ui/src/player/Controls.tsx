import { useQuery } from "@tanstack/react-query";
import { Pause, Play, RotateCcw, RotateCw, SkipForward } from "lucide-react";
import { useActions } from "../app/actions";
import { shortcutLabel } from "../app/shortcuts";
import type { PlayerView, Queue } from "../backend/bindings";
import { queueQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { IconButton } from "../kit/Button";
import { Spinner } from "../kit/Spinner";
import { isOn, SKIP_BACK_MS, SKIP_FORWARD_MS } from "./actions";

export function Controls({ player }: { player: PlayerView }) {
  const { t } = useTranslation();
  const { player: act, list } = useActions();
  const { data: queue } = useQuery(queueQuery);
  const on = isOn(player.phase);
  const waiting = player.phase === "loading" || player.phase === "buffering";
  return (
    <div className="player-controls flex items-center gap-1">
      <IconButton
        label={t("player.back15")}
        shortcut={shortcutLabel(t, "back")}
        isDisabled={!player.seekable}
        onPress={() => void act.skip(SKIP_BACK_MS)}
        className="player-skip relative size-10! rounded-full!"
      >
        <RotateCcw size={26} strokeWidth={1.5} aria-hidden="true" />
        <Seconds>15</Seconds>
      </IconButton>
      <IconButton
        label={on ? t("player.pause") : t("player.play")}
        shortcut={shortcutLabel(t, "playPause")}
        look="primary"
        data-testid="player-toggle"
        onPress={() => void act.toggle()}
        className="relative size-11! rounded-full!"
      >
        {on ? (
          <Pause size={18} fill="currentColor" aria-hidden="true" />
        ) : (
          <Play size={18} fill="currentColor" aria-hidden="true" className="translate-x-px" />
        )}
        {waiting ? (
          <span className="late absolute inset-0 grid place-items-center">
            <Spinner size={44} thin />
          </span>
        ) : null}
      </IconButton>
      <IconButton
        label={t("player.forward30")}
        shortcut={shortcutLabel(t, "forward")}
        isDisabled={!player.seekable}
        onPress={() => void act.skip(SKIP_FORWARD_MS)}
        className="relative size-10! rounded-full!"
      >
        <RotateCw size={26} strokeWidth={1.5} aria-hidden="true" />
        <Seconds>30</Seconds>
      </IconButton>
      <IconButton
        label={t("queue.playNext")}
        shortcut={shortcutLabel(t, "next")}
        isDisabled={!hasNext(queue, player)}
        data-testid="player-next"
        onPress={() => void list.playNext()}
        className="size-10! rounded-full! max-[420px]:hidden!"
      >
        <SkipForward size={20} strokeWidth={1.75} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** Something else than what is in the player waits. */
function hasNext(queue: Queue | undefined, player: PlayerView): boolean {
  const others = (queue?.size.episodeCount ?? 0) - (player.episode?.queued ? 1 : 0);
  return others > 0;
}

function Seconds({ children }: { children: string }) {
  return (
    <span
      aria-hidden="true"
      className="tabular absolute inset-0 grid place-items-center pt-px text-[9px] leading-none font-strong"
    >
      {children}
    </span>
  );
}
