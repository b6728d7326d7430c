import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { Collection } from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";

/** What a listener can do with collections. */
export function collectionActions(services: Services) {
  const { client, messages, i18n } = services;
  const restore = (id: string) => attempt(services, () => backend.restoreCollection(id));

  return {
    create: (title: string, podcastIds: readonly number[], then?: (id: string) => void) =>
      attempt(services, () => backend.createCollection(title, [...podcastIds]), then),
    change: (id: string, title: string | null, description: string | null) =>
      attempt(services, () => backend.changeCollection(id, title, description)),
    /** Puts a podcast in, or takes it out. */
    set: (collection: Collection, podcastId: number, present: boolean) => {
      const { id } = collection;
      const key = keys.collectionsWith(podcastId);
      const apply = () =>
        client.setQueryData<string[]>(key, (ids) =>
          present ? [...(ids ?? []), id] : ids?.filter((it) => it !== id),
        );
      return attempt(services, () =>
        optimistically(client, [key], apply, () =>
          backend.setInCollection(id, [podcastId], present),
        ),
      );
    },
    remove: (collection: Collection, then?: () => void) =>
      attempt(
        services,
        () => backend.removeCollection(collection.id),
        () => {
          then?.();
          messages.say({
            tone: "info",
            text: i18n.t("collections.removed", { title: collection.title }),
            action: { label: i18n.t("app.undo"), run: () => void restore(collection.id) },
          });
        },
      ),
  };
}
