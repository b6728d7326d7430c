import type { AppRouter } from "../app/router";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { Link } from "../backend/bindings";

/** Goes to what a link names; what is not in the library is shown before it is added. */
export async function openLink(
  { messages, i18n }: Services,
  { navigate }: Pick<AppRouter, "navigate">,
  link: Link,
): Promise<void> {
  const target = await backend.findLink(link);
  switch (target.kind) {
    case "podcast":
      return navigate({ to: "/podcast/$podcastId", params: { podcastId: target.podcastId } });
    case "episode":
      return navigate({
        to: "/episode/$episodeId",
        params: { episodeId: target.episodeId },
        search: { at: link.atMs ?? undefined },
      });
    case "episodeMissing":
      messages.say({ tone: "info", text: i18n.t("link.episodeMissing") });
      return navigate({ to: "/podcast/$podcastId", params: { podcastId: target.podcastId } });
    case "unknown":
      return navigate({
        to: "/subscriptions",
        search: {
          add: true,
          address: link.feedUrl,
          guid: link.guid ?? undefined,
          at: link.atMs ?? undefined,
        },
      });
  }
}
