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

  const outcome = ({ podcastIds, left }: ImportOutcome): string => {
    const count = podcastIds.length;
    if (left > 0) return i18n.t("transfer.stopped", { count, left });
    return count > 0 ? i18n.t("transfer.added", { count }) : i18n.t("transfer.sorted");
  };

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
          messages.say({
            tone: "info",
            text: outcome(done),
            action: { label: i18n.t("app.undo"), run: () => void undo(done) },
          });
          // What is left of the file stays where the listener stopped.
          if (done.left > 0) return lookAgain();
          void backend.forgetImport().then(lookAgain);
          then();
        },
      ),
    /** What was added by now stays. */
    stop: () => attempt(services, () => backend.stopImport()),
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
