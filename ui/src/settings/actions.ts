import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { Settings } from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";

export function settingsActions(services: Services) {
  const { client } = services;
  return {
    showCrashReport: () => attempt(services, () => backend.showCrashReport()),
    change: (part: Partial<Settings>) => {
      const settings = { ...client.getQueryData<Settings>(keys.settings), ...part } as Settings;
      const apply = () => client.setQueryData(keys.settings, settings);
      return attempt(services, () =>
        optimistically(client, [keys.settings], apply, () => backend.setSettings(settings)),
      );
    },
  };
}
