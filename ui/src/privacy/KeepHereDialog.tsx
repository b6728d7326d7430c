import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useActions } from "../app/actions";
import type { OnOtherDevices, PodcastSummary } from "../backend/bindings";
import { syncQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Options } from "../kit/Options";
import { Question } from "../kit/Question";

type KeepHereDialogProps = { podcast: PodcastSummary | null; onClose: () => void };

/** What it means that a show does not leave this computer, and what becomes of it elsewhere. */
export function KeepHereDialog({ podcast, onClose }: KeepHereDialogProps) {
  const { t } = useTranslation();
  const { privacy } = useActions();
  const { data: sync } = useQuery(syncQuery);
  const [elsewhere, setElsewhere] = useState<OnOtherDevices>("stays");
  const close = () => {
    setElsewhere("stays");
    onClose();
  };
  return (
    <Question
      isOpen={podcast !== null}
      onClose={close}
      title={t("privacy.keep.title")}
      yes={t("privacy.keep.yes")}
      onYes={() => podcast && void privacy.keepHere(podcast, elsewhere)}
    >
      <p className="font-medium [overflow-wrap:anywhere]">{podcast?.title}</p>
      <p className="text-soft">{t(sync?.account ? "privacy.keep.text" : "privacy.keep.alone")}</p>
      {sync?.account ? (
        <Options<OnOtherDevices>
          label={t("privacy.keep.elsewhere")}
          value={elsewhere}
          onChange={setElsewhere}
          options={[
            { id: "stays", label: t("privacy.keep.stays"), text: t("privacy.keep.staysText") },
            { id: "goes", label: t("privacy.keep.goes"), text: t("privacy.keep.goesText") },
          ]}
        />
      ) : null}
    </Question>
  );
}
