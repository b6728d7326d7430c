import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from "react";
import { Button as AriaButton, Slider, SliderThumb, SliderTrack } from "react-aria-components";
import { useActions } from "../app/actions";
import { useKept } from "../app/useKept";
import type { PlayerView } from "../backend/bindings";
import { clockTime, timeLeft } from "../format/time";
import { useTranslation } from "../i18n/words";
import { usePosition } from "./usePosition";

/** A key press on the slider moves by this much; dragging is finer. */
const KEY_MS = 5000;
const STEP_MS = 1000;

export function PositionText() {
  const { positionMs } = usePosition();
  return (
    <span data-testid="player-position" className="tabular text-[13px] text-soft">
      {clockTime(positionMs)}
    </span>
  );
}

/** The length, or how long the rest of it takes: pressing it changes which. */
export function Duration({ player }: { player: PlayerView }) {
  const { t } = useTranslation();
  const { positionMs, durationMs } = usePosition();
  const [shown, keep] = useKept<"duration" | "left">("player.time", ["duration", "left"]);
  const left = timeLeft(positionMs, durationMs, player.speed.percent / 100);
  if (durationMs === null || left === null) return <span className="text-soft">–</span>;
  const isLeft = shown === "left";
  return (
    <AriaButton
      aria-label={isLeft ? t("player.showDuration") : t("player.showLeft")}
      onPress={() => keep(isLeft ? "duration" : "left")}
      className="tabular rounded-sm text-left text-[13px] text-soft hovered:text-ink"
    >
      {isLeft ? t("player.remaining", { time: clockTime(left) }) : clockTime(durationMs)}
    </AriaButton>
  );
}

export function SeekSlider({ player }: { player: PlayerView }) {
  const { t } = useTranslation();
  const { player: act } = useActions();
  const { positionMs, durationMs, bufferedMs } = usePosition();
  const [dragged, setDragged] = useState<number | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const length = durationMs ?? 0;
  const value = dragged ?? positionMs;
  const share = (ms: number) => `${length > 0 ? Math.min(100, (ms / length) * 100) : 0}%`;

  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = box.width > 0 ? (event.clientX - box.left) / box.width : 0;
    setPointed(Math.min(1, Math.max(0, at)) * length);
  };

  const step = (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void act.skip(direction * KEY_MS);
  };

  // The library would say milliseconds.
  const input = useRef<HTMLInputElement>(null);
  const words = t("player.seekValue", { position: clockTime(value), duration: clockTime(length) });
  useLayoutEffect(() => input.current?.setAttribute("aria-valuetext", words));

  const hinted = dragged ?? pointed;
  return (
    <div onKeyDownCapture={step} className="min-w-0 flex-1">
      <Slider
        aria-label={t("player.seek")}
        minValue={0}
        maxValue={Math.max(length, 1)}
        step={STEP_MS}
        value={value}
        isDisabled={!player.seekable || length === 0}
        onChange={setDragged}
        onChangeEnd={(ms) => {
          setDragged(null);
          void act.seek(ms);
        }}
        data-testid="player-seek"
      >
        <SliderTrack
          onPointerMove={point}
          onPointerLeave={() => setPointed(null)}
          className="group/track relative flex h-6 w-full items-center"
        >
          <span className="absolute inset-x-0 h-1 overflow-hidden rounded-full bg-veil-strong transition-[height] duration-100 group-hover/track:h-1.5">
            <span
              className="absolute inset-y-0 left-0 bg-veil-strong"
              style={{ width: share(bufferedMs ?? 0) }}
            />
            <span className="absolute inset-y-0 left-0 bg-fill" style={{ width: share(value) }} />
          </span>
          <SliderThumb
            inputRef={input}
            className="top-1/2 size-3.5 rounded-full bg-fill transition-transform duration-100 dragging:scale-125 disabled:invisible"
          />
          {hinted !== null && length > 0 ? (
            <span
              aria-hidden="true"
              className="tabular pointer-events-none absolute bottom-6 z-10 -translate-x-1/2 rounded-sm bg-ink px-1.5 py-0.5 text-[12px] leading-4 text-page"
              style={{ left: share(hinted) }}
            >
              {clockTime(hinted)}
            </span>
          ) : null}
        </SliderTrack>
      </Slider>
    </div>
  );
}
