import { attempt } from "../app/attempt";
import type { Services } from "../app/services";
import { backend } from "../backend/backend";
import type { ImportOutcome, PodcastToImport } from "../backend/bindings";
import { keys } from "../backend/queries";

/** Subscriptions from and to other apps. */
export function transferActions(services: Services) {
  const { client, messages, i18n } = services;
  const lookAgain = () => void client.invalidateQueries({ queryKey: keys.importPreview });
  const undo = (done: ImportOutcome) => attempt(services, () => backend.undoImport(done));

  return {
    /** Asks for a file; `then` when one was chosen. */
    choose: (then: () => void) =>
      attempt(
        services,
        () => backend.chooseImport(),
        (isChosen) => {
          if (!isChosen) return;
          lookAgain();
          then();
        },
      ),
    forget: () => attempt(services, () => backend.forgetImport(), lookAgain),
    add: (podcasts: PodcastToImport[], then: () => void) =>
      attempt(
        services,
        () => backend.importPodcasts(podcasts),
        (done) => {
          void backend.forgetImport().then(lookAgain);
          messages.say({
            tone: "info",
            text: i18n.t("transfer.added", { count: done.podcastIds.length }),
            action: { label: i18n.t("app.undo"), run: () => void undo(done) },
          });
          then();
        },
      ),
    export: () =>
      attempt(
        services,
        () => backend.exportSubscriptions(),
        (done) => {
          if (!done) return;
          const text = i18n.t("transfer.exported", { count: done.podcasts, file: done.fileName });
          messages.say({ tone: "info", text });
        },
      ),
  };
}
