import { useActions } from "../app/actions";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Section, Setting } from "../kit/Section";
import { useChooseImport } from "./useChooseImport";

/** The way in from other apps, and out to them. */
export function TransferSection() {
  const { t } = useTranslation();
  const { transfer } = useActions();
  const choose = useChooseImport();
  return (
    <Section title={t("transfer.settingsTitle")}>
      <Setting label={t("transfer.import")} text={t("transfer.importText")}>
        <Button data-testid="settings-import" onPress={choose}>
          {t("transfer.choose")}
        </Button>
      </Setting>
      <Setting label={t("transfer.export")} text={t("transfer.exportText")}>
        <Button data-testid="settings-export" onPress={() => void transfer.export()}>
          {t("transfer.exportShort")}
        </Button>
      </Setting>
    </Section>
  );
}
