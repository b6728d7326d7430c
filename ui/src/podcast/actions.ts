import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { PodcastSummary } from "../backend/bindings";
import { changePodcast, dropFromPodcastLists, optimistically } from "../backend/cache";
import { keys } from "../backend/queries";

/** What a listener can do with podcasts. */
export function podcastActions(services: Services) {
  const { client, messages, i18n } = services;
  const touched = [keys.podcastLists, keys.podcasts];

  const resubscribe = (podcast: PodcastSummary): Promise<boolean> => {
    const apply = () => changePodcast(client, podcast.id, (it) => ({ ...it, subscribed: true }));
    return attempt(
      services,
      () => optimistically(client, touched, apply, () => backend.resubscribe(podcast.id)),
      () => void client.invalidateQueries({ queryKey: keys.podcastLists }),
    );
  };

  const unsubscribe = (podcast: PodcastSummary): Promise<boolean> => {
    const apply = () => {
      changePodcast(client, podcast.id, (it) => ({ ...it, subscribed: false }));
      dropFromPodcastLists(client, podcast.id);
    };
    const sayDone = () =>
      messages.say({
        tone: "info",
        text: i18n.t("podcast.unsubscribed", { title: podcast.title }),
        action: { label: i18n.t("app.undo"), run: () => void resubscribe(podcast) },
      });
    return attempt(
      services,
      () => optimistically(client, touched, apply, () => backend.unsubscribe(podcast.id)),
      sayDone,
    );
  };

  const copy = async (text: string, copied: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      messages.say({ tone: "info", text: copied });
    } catch {
      // Without the clipboard the text is at least there to be read.
      messages.say({ tone: "error", text: i18n.t("podcast.copyFailed", { address: text }) });
    }
  };

  return {
    resubscribe,
    unsubscribe,
    copy,
    copyFeedAddress: (podcast: PodcastSummary) => copy(podcast.feedUrl, i18n.t("podcast.copied")),
    refresh: (id: number) => attempt(services, () => backend.refresh(id)),
    refreshAll: () => attempt(services, () => backend.refresh(null)),
  };
}
