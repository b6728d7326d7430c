import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { PlayerView, SleepTimer } from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";

/** What the menu offers. */
export const SLEEP_MINUTES = [5, 15, 30, 45, 60] as const;
export const MORE_MINUTES = 5;
const MINUTE_MS = 60_000;

/** What a listener can do with the sleep timer. */
export function sleepActions(services: Services) {
  const { client, messages, i18n } = services;

  const show = (sleep: SleepTimer | null, run: () => Promise<unknown>) =>
    attempt(services, () =>
      optimistically(
        client,
        [keys.player],
        () => client.setQueryData<PlayerView>(keys.player, (it) => it && { ...it, sleep }),
        run,
      ),
    );

  const playOn = () => attempt(services, () => backend.playOn());

  return {
    after: (minutes: number) =>
      show({ kind: "time", leftMinutes: minutes, isFading: false }, () =>
        backend.setSleepTimer({ kind: "time", ms: minutes * MINUTE_MS }),
      ),
    atEpisodeEnd: () =>
      show({ kind: "episodeEnd" }, () => backend.setSleepTimer({ kind: "episodeEnd" })),
    more: () => attempt(services, () => backend.extendSleepTimer(MORE_MINUTES * MINUTE_MS)),
    cancel: () => show(null, () => backend.cancelSleepTimer()),
    playOn,
    /** The timer has stopped playback; whoever is still awake can go on. */
    sayEnded: () =>
      messages.say({
        tone: "info",
        text: i18n.t("sleep.ended"),
        action: { label: i18n.t("sleep.playOn"), run: () => void playOn() },
      }),
  };
}
