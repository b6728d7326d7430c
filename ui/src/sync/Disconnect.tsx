import { useState } from "react";
import type { SyncAccount } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Section, Setting } from "../kit/Section";
import { DisconnectDialog } from "./DisconnectDialog";

export function Disconnect({ account, waiting }: { account: SyncAccount; waiting: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Section title={t("sync.disconnect.section")}>
      <Setting text={t("sync.disconnect.sectionText")}>
        <Button data-testid="sync-disconnect" onPress={() => setOpen(true)}>
          {t("sync.disconnect.open")}
        </Button>
      </Setting>
      <DisconnectDialog
        isOpen={open}
        onClose={() => setOpen(false)}
        account={account}
        waiting={waiting}
      />
    </Section>
  );
}
