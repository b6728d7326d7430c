import { useQuery } from "@tanstack/react-query";
import { useActions } from "../app/actions";
import type { PodcastSummary, PrivacyLevel, PrivacyView } from "../backend/bindings";
import { podcastQuery, privacyQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Options } from "../kit/Options";
import { Sheet } from "../kit/Sheet";
import { Failure } from "../kit/states";
import { levelsOf } from "./levels";
import { ServerNote } from "./ServerNote";

type LevelDialogProps = { podcast: PodcastSummary | null; onClose: () => void };

/** Who may see what the listener does with one show. */
export function LevelDialog({ podcast, onClose }: LevelDialogProps) {
  const { t } = useTranslation();
  return (
    <Sheet isOpen={podcast !== null} onClose={onClose} title={t("privacy.level.title")}>
      {podcast ? <Level podcast={podcast} onClose={onClose} /> : null}
    </Sheet>
  );
}

function Level({ podcast, onClose }: { podcast: PodcastSummary; onClose: () => void }) {
  const { t } = useTranslation();
  const view = useQuery(privacyQuery);
  const detail = useQuery(podcastQuery(podcast.id));
  const failed = view.error ?? detail.error;
  const readAgain = () => {
    void view.refetch();
    void detail.refetch();
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="font-medium [overflow-wrap:anywhere]">{podcast.title}</p>
      {view.data && detail.data ? (
        <Choices view={view.data} id={podcast.id} chosen={detail.data.privacy} />
      ) : failed ? (
        <Failure error={failed} onRetry={readAgain} />
      ) : null}
      <div className="flex justify-end">
        <Button look="primary" onPress={onClose}>
          {t("privacy.level.done")}
        </Button>
      </div>
    </div>
  );
}

type ChoicesProps = { view: PrivacyView; id: number; chosen: PrivacyLevel | null };

function Choices({ view, id, chosen }: ChoicesProps) {
  const { t } = useTranslation();
  const { privacy } = useActions();
  const inherited = {
    id: "unset" as const,
    label: t("privacy.level.unset"),
    text: t("privacy.level.unsetText", { level: t(`privacy.level.${view.everything}`) }),
  };
  return (
    <>
      <ServerNote server={view.server} />
      <Options<PrivacyLevel | "unset">
        label={t("privacy.level.title")}
        testId="podcast-level"
        value={chosen ?? "unset"}
        onChange={(level) => void privacy.setLevel(id, level === "unset" ? null : level)}
        options={[inherited, ...levelsOf(t)]}
      />
    </>
  );
}
