import type { PlayerView } from "../backend/bindings";
import { hearBackend } from "../backend/hear";
import { keys, profilesQuery } from "../backend/queries";
import { sleepActions } from "../player/sleep-actions";
import { nameOf } from "../profile/words";
import { sayProblem } from "./attempt";
import { readFirstList } from "./read-ahead";
import type { AppRouter } from "./router";
import type { Services } from "./services";

export type Following = {
  /** What is read before could miss a change for ever; it comes with the list of the first page. */
  begun: Promise<void>;
  hasBegun: () => boolean;
  stop: () => void;
};

/** Keeps the cache, the clock and the message line in step with the backend. */
export function followBackend(services: Services, router: AppRouter): Following {
  const { client, clock } = services;
  const hearing = hearBackend(client, {
    onProblem: (error) => sayProblem(services, error),
    onClock: (tick) => clock.tick(tick),
    onPlayer: (player) => clock.follow(player),
    onAsleep: () => sleepActions(services).sayEnded(),
    // The page that is open may be of a podcast that this listener does not have.
    onSwitched: () => {
      void router.navigate({ to: "/", replace: true });
      void sayWhoIsOpen(services);
    },
  });
  let hasBegun = false;
  // Without events the app still shows what it reads.
  const begun = hearing.begun
    .then(() => readFirstList(client, router))
    .catch(() => {})
    .then(() => {
      hasBegun = true;
    });
  // What was read sets the clock too; what was only written into the cache does not.
  const stopSettingClock = client.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || event.query.queryKey[0] !== keys.player[0]) return;
    if (event.action.type !== "success" || event.action.manual) return;
    clock.follow(event.query.state.data as PlayerView);
  });
  const stop = () => {
    hearing.stop();
    stopSettingClock();
  };
  return { begun, hasBegun: () => hasBegun, stop };
}

async function sayWhoIsOpen({ client, messages, i18n }: Services): Promise<void> {
  const profiles = await client.fetchQuery({ ...profilesQuery, staleTime: 0 });
  const open = profiles.find(({ isCurrent }) => isCurrent);
  if (!open) return;
  const name = nameOf(i18n.t, open);
  messages.say({ tone: "info", text: i18n.t("accounts.switched", { name }) });
}
