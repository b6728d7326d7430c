import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { SearchSettings } from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";

/** What a listener can do about finding shows by words. */
export function searchActions(services: Services) {
  const { client } = services;
  return {
    /** Sends the words to the directories that may be asked. */
    ask: (words: string) => attempt(services, () => backend.searchShows(words)),
    change: (part: Partial<SearchSettings>) => {
      const known = client.getQueryData<SearchSettings>(keys.searchSettings);
      const settings = { ...known, ...part } as SearchSettings;
      const apply = () => client.setQueryData(keys.searchSettings, settings);
      return attempt(services, () =>
        optimistically(client, [keys.searchSettings], apply, () =>
          backend.setSearchSettings(settings),
        ),
      );
    },
  };
}
