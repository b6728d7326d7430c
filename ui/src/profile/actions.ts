import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import { keys } from "../backend/queries";

/** What a listener can do with the accounts on this computer. */
export function profileActions(services: Services) {
  const { client, messages, i18n } = services;
  const say = (text: string) => messages.say({ tone: "info", text });
  const readAgain = () => client.invalidateQueries({ queryKey: keys.profiles });

  /** What another window or a terminal has changed shows when something fails. */
  const withFreshList = async (run: () => Promise<boolean>): Promise<boolean> => {
    const done = await run();
    if (!done) void readAgain();
    return done;
  };

  return {
    look: () => void readAgain(),

    /** Who is open is said when it is. */
    switchTo: (id: string) =>
      withFreshList(() => attempt(services, () => backend.switchProfile(id))),

    remove: (id: string, name: string) =>
      withFreshList(() =>
        attempt(
          services,
          () => backend.removeProfile(id),
          () => say(i18n.t("accounts.removed", { name })),
        ),
      ),
  };
}
