import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { PlayerPhase, PlayerView } from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";
import { positionAt } from "./clock";

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
