import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { NetworkSettings } from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";

/** What a listener can choose about the network. */
export function networkActions(services: Services) {
  const { client } = services;
  return {
    change: (part: Partial<NetworkSettings>) => {
      const known = client.getQueryData<NetworkSettings>(keys.networkSettings);
      const settings = { ...known, ...part } as NetworkSettings;
      const apply = () => client.setQueryData(keys.networkSettings, settings);
      return attempt(services, () =>
        optimistically(client, [keys.networkSettings], apply, () =>
          backend.setNetworkSettings(settings),
        ),
      );
    },
  };
}
