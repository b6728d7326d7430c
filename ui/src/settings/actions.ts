import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { Background, Settings } from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";
import { UNZOOMED } from "./zoom";

export function settingsActions(services: Services) {
  const { client } = services;
  const change = (part: Partial<Settings>) => {
    const settings = { ...client.getQueryData<Settings>(keys.settings), ...part } as Settings;
    const apply = () => client.setQueryData(keys.settings, settings);
    return attempt(services, () =>
      optimistically(client, [keys.settings], apply, () => backend.setSettings(settings)),
    );
  };
  return {
    lookForUpdate: () => attempt(services, () => backend.checkForUpdate()),
    installUpdate: () => attempt(services, () => backend.installUpdate()),
    showCrashReport: () => attempt(services, () => backend.showCrashReport()),
    change,
    zoom: (next: (zoom: number) => number) => {
      const zoom = client.getQueryData<Settings>(keys.settings)?.zoom ?? UNZOOMED;
      return next(zoom) === zoom ? undefined : change({ zoom: next(zoom) });
    },
    autostart: (on: boolean) =>
      attempt(services, () =>
        optimistically(
          client,
          [keys.background],
          () =>
            client.setQueryData<Background>(
              keys.background,
              (it) => it && { ...it, autostart: on },
            ),
          () => backend.setAutostart(on),
        ),
      ),
  };
}
