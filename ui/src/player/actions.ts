import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { PlayerPhase, PlayerView, PlaySpeed } from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";
import { positionAt } from "./clock";
import { stepped } from "./speed";

export const SKIP_BACK_MS = -15_000;
export const SKIP_FORWARD_MS = 30_000;

/** Whether pressing the button stops the sound (or what is about to become sound). */
export function isOn(phase: PlayerPhase): boolean {
  return phase === "playing" || phase === "buffering" || phase === "loading";
}

/** What a listener can do with the player. */
export function playerActions(services: Services) {
  const { client, clock } = services;
  const player = () => client.getQueryData<PlayerView>(keys.player);

  const change = (part: Partial<PlayerView>, run: () => Promise<unknown>) =>
    attempt(services, () =>
      optimistically(
        client,
        [keys.player],
        () => client.setQueryData<PlayerView>(keys.player, (it) => it && { ...it, ...part }),
        run,
      ),
    );

  const play = async (): Promise<void> => {
    const now = player();
    const id = now?.episode?.id;
    if (!now || id === undefined) return;
    if (now.phase === "paused") {
      clock.run(true);
      if (!(await change({ phase: "playing" }, () => backend.play()))) clock.run(false);
      return;
    }
    // What has ended, failed or was only remembered is loaded anew, from where it was left.
    await change({ phase: "loading", error: null }, () => backend.playEpisode(id));
  };

  const pause = async (): Promise<void> => {
    const wasRunning = clock.anchor().running;
    clock.run(false);
    if (!(await change({ phase: "paused" }, () => backend.pause()))) clock.run(wasRunning);
  };

  const speed = (part: Partial<PlaySpeed>, run: () => Promise<unknown>) => {
    const now = player()?.speed;
    return now ? change({ speed: { ...now, ...part } }, run) : undefined;
  };

  /** Kept where the one was that held so far. */
  const shownSpeed = (percent: number, run: () => Promise<unknown>) =>
    speed(player()?.speed.isOwn ? { percent } : { percent, defaultPercent: percent }, run);

  return {
    play,
    pause,
    toggle: () => (isOn(player()?.phase ?? "idle") ? pause() : play()),
    playFrom: (id: number, positionMs: number) =>
      attempt(services, () => backend.playEpisodeFrom(id, positionMs)),
    seek: (positionMs: number) => {
      clock.jump(positionMs);
      return attempt(services, () => backend.seek(Math.round(positionMs)));
    },
    stayHere: () => change({ elsewhere: null }, () => backend.stayHere()),
    skip: (deltaMs: number) => {
      const now = player();
      if (!now?.episode || !now.seekable) return undefined;
      const end = now.durationMs ?? Number.POSITIVE_INFINITY;
      const here = positionAt(clock.anchor(), performance.now());
      clock.jump(Math.min(end, Math.max(0, here + deltaMs)));
      return attempt(services, () => backend.skip(deltaMs));
    },
    setSpeed: (percent: number) => shownSpeed(percent, () => backend.setSpeed(percent)),
    /** What is shown may be behind what several presses have done: the player counts them. */
    stepSpeed: (direction: 1 | -1) => {
      const now = player();
      if (!now?.episode) return undefined;
      const percent = stepped(now.speed.percent, direction);
      return shownSpeed(percent, () => backend.stepSpeed(direction));
    },
    setDefaultSpeed: (defaultPercent: number) => {
      const here = player()?.speed.isOwn ? {} : { percent: defaultPercent };
      return speed({ defaultPercent, ...here }, () => backend.setDefaultSpeed(defaultPercent));
    },
    /** Whether the podcast in the player has a speed of its own. */
    setOwnSpeed: (isOwn: boolean) => {
      const now = player()?.speed;
      const percent = isOwn ? now?.percent : now?.defaultPercent;
      return speed({ isOwn, percent }, () => backend.setOwnSpeed(isOwn));
    },
    setVolume: (volume: number) => {
      const wasMuted = player()?.muted;
      return change({ volume, muted: false }, async () => {
        if (wasMuted) await backend.setMuted(false);
        await backend.setVolume(volume);
      });
    },
    setMuted: (muted: boolean) => change({ muted }, () => backend.setMuted(muted)),
    toggleMuted: () => {
      const muted = !player()?.muted;
      return change({ muted }, () => backend.setMuted(muted));
    },
  };
}
