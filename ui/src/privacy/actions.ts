import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type {
  OnOtherDevices,
  Podcast,
  PodcastSummary,
  PrivacyLevel,
  PrivacyView,
  Sharing,
} from "../backend/bindings";
import { changePodcast, optimistically } from "../backend/cache";
import { keys } from "../backend/queries";
import type { Asked } from "./asked";

/** What a listener can do about who sees what. */
export function privacyActions(services: Services) {
  const { client, messages, i18n, asked } = services;
  const touched = [keys.podcastLists, keys.podcasts, keys.privacy];
  const readAgain = () => void client.invalidateQueries({ queryKey: keys.privacy });

  const show = (id: number, sharing: Sharing) => () =>
    changePodcast(client, id, (it) => ({ ...it, sharing }));

  const share = (podcast: { id: number; title: string }): Promise<boolean> =>
    attempt(
      services,
      () =>
        optimistically(client, touched, show(podcast.id, "shared"), () =>
          backend.sharePodcast(podcast.id),
        ),
      () => {
        readAgain();
        messages.say({ tone: "info", text: i18n.t("privacy.shared", { title: podcast.title }) });
      },
    );

  const keepHere = (podcast: PodcastSummary, elsewhere: OnOtherDevices): Promise<boolean> =>
    attempt(
      services,
      () =>
        optimistically(client, touched, show(podcast.id, "keptHere"), () =>
          backend.keepHere(podcast.id, elsewhere),
        ),
      () => {
        readAgain();
        messages.say({
          tone: "info",
          text: i18n.t("privacy.kept", { title: podcast.title }),
          action: { label: i18n.t("app.undo"), run: () => void share(podcast) },
        });
      },
    );

  return {
    ask: (question: Asked | null) => asked.ask(question),
    keepHere,
    share,

    setLevel: (podcastId: number, level: PrivacyLevel | null) => {
      const apply = () =>
        client.setQueryData<Podcast>(
          keys.podcast(podcastId),
          (it) => it && { ...it, privacy: level },
        );
      return attempt(
        services,
        () =>
          optimistically(client, [keys.podcasts, keys.privacy], apply, () =>
            backend.setPrivacy(podcastId, level),
          ),
        readAgain,
      );
    },

    setEverything: (level: PrivacyLevel) => {
      const apply = () =>
        client.setQueryData<PrivacyView>(
          keys.privacy,
          (it) => it && { ...it, everything: level, anonymous: level !== "public" && it.anonymous },
        );
      return attempt(
        services,
        () => optimistically(client, [keys.privacy], apply, () => backend.setPrivacy(null, level)),
        readAgain,
      );
    },

    setAnonymous: (on: boolean) => {
      const apply = () =>
        client.setQueryData<PrivacyView>(keys.privacy, (it) => it && { ...it, anonymous: on });
      return attempt(
        services,
        () => optimistically(client, [keys.privacy], apply, () => backend.setAnonymous(on)),
        () => {
          readAgain();
          void client.invalidateQueries({ queryKey: keys.podcasts });
        },
      );
    },
  };
}
