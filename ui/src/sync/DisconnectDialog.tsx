import { useState } from "react";
import { useActions } from "../app/actions";
import type { SyncAccount } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Question } from "../kit/Question";
import { Tick } from "../kit/Tick";

type DisconnectDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  account: SyncAccount;
  waiting: number;
  /** What brought the listener here, where that is not plain. */
  why?: string;
};

export function DisconnectDialog({
  isOpen,
  onClose,
  account,
  waiting,
  why,
}: DisconnectDialogProps) {
  const { t } = useTranslation();
  const { sync } = useActions();
  const [forget, setForget] = useState(true);
  return (
    <Question
      isOpen={isOpen}
      onClose={onClose}
      title={t("sync.disconnect.title", { server: account.server })}
      yes={t("sync.disconnect.submit")}
      onYes={() => void sync.disconnect(account, forget)}
    >
      {why ? <p>{why}</p> : null}
      <p className="text-soft">{t("sync.disconnect.text")}</p>
      {waiting > 0 ? <p>{t("sync.disconnect.waiting", { count: waiting })}</p> : null}
      <Tick isSelected={forget} onChange={setForget}>
        {t("sync.disconnect.forget")}
      </Tick>
    </Question>
  );
}
