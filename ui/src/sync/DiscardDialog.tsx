import { useActions } from "../app/actions";
import type { WaitingChange } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Question } from "../kit/Question";
import { changeTitle, kindWords } from "./change-words";

type DiscardDialogProps = { change: WaitingChange | null; onClose: () => void };

export function DiscardDialog({ change, onClose }: DiscardDialogProps) {
  const { t } = useTranslation();
  const { sync } = useActions();
  return (
    <Question
      isOpen={change !== null}
      onClose={onClose}
      title={t("sync.waiting.discardTitle")}
      yes={t("sync.waiting.discard")}
      onYes={() => change && void sync.discard(change.key)}
    >
      {change ? (
        <p className="font-medium">
          {[...new Set([kindWords(t, change.kind), changeTitle(t, change)])].join(" · ")}
        </p>
      ) : null}
      <p className="text-soft">{t("sync.waiting.discardText")}</p>
    </Question>
  );
}
