import { Minus, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useActions } from "../app/actions";
import { shortcutLabel } from "../app/shortcuts";
import type { PlayerView, PlaySpeed } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { IconButton } from "../kit/Button";
import { Segmented } from "../kit/Segmented";
import { SwitchSetting } from "../kit/Switch";
import { FASTEST, PRESETS, SLOWEST, speedWords } from "./speed";

/** How fast the episode is heard, and where that holds. */
export function SpeedButton({ player }: { player: PlayerView }) {
  const { t } = useTranslation();
  const { speed } = player;
  const words = speedWords(t, speed.percent);
  const isUsual = speed.percent === 100;
  return (
    <>
      <DialogTrigger>
        <IconButton
          label={t("speed.now", { speed: words })}
          shortcut={`${shortcutLabel(t, "slower")} ${shortcutLabel(t, "faster")}`}
          data-testid="player-speed"
          className={`tabular w-auto! min-w-11 px-1.5 text-[13px] ${isUsual ? "" : "font-medium text-ink!"}`}
        >
          {words}
        </IconButton>
        <Popover
          placement="top end"
          className="float-in w-84 max-w-[calc(100vw-16px)] rounded-md border border-line bg-raised shadow-float"
        >
          <Dialog aria-label={t("speed.title")} className="px-4 pt-4 pb-1 outline-none">
            <Choose speed={speed} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      <Said words={t("speed.now", { speed: words })} />
    </>
  );
}

function Choose({ speed }: { speed: PlaySpeed }) {
  const { t } = useTranslation();
  const { player: act } = useActions();
  const { percent, defaultPercent, isOwn } = speed;
  return (
    <>
      <div className="flex items-center justify-between">
        <IconButton
          label={t("speed.slower")}
          isDisabled={percent <= SLOWEST}
          data-testid="speed-slower"
          onPress={() => void act.stepSpeed(-1)}
        >
          <Minus size={18} aria-hidden="true" />
        </IconButton>
        <span data-testid="speed-value" className="tabular text-[20px] font-medium">
          {speedWords(t, percent)}
        </span>
        <IconButton
          label={t("speed.faster")}
          isDisabled={percent >= FASTEST}
          data-testid="speed-faster"
          onPress={() => void act.stepSpeed(1)}
        >
          <Plus size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <div className="tabular mt-3 grid [&>*]:justify-between">
        <Segmented
          label={t("speed.presets")}
          testId="speed-presets"
          value={String(percent)}
          onChange={(chosen) => void act.setSpeed(Number(chosen))}
          options={PRESETS.map((preset) => ({
            id: String(preset),
            label: t("speed.preset", { speed: preset / 100 }),
          }))}
        />
      </div>
      <div className="mt-2 border-t border-line">
        <SwitchSetting
          label={t("speed.own")}
          text={
            isOwn ? t("speed.others", { speed: speedWords(t, defaultPercent) }) : t("speed.shared")
          }
          isSelected={isOwn}
          onChange={(chosen) => void act.setOwnSpeed(chosen)}
          testId="speed-own"
        />
      </div>
    </>
  );
}

/** Tells screen readers of a change, by whatever it was made; what it was at launch is no news. */
function Said({ words }: { words: string }) {
  const [said, setSaid] = useState("");
  const last = useRef(words);
  useEffect(() => {
    if (words === last.current) return;
    last.current = words;
    setSaid(words);
  }, [words]);
  return (
    <span role="status" className="sr-only">
      {said}
    </span>
  );
}
