import { FileInput } from "lucide-react";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { useChooseImport } from "./useChooseImport";

/** Beside the field for one address: the way in for many. */
export function FromOtherApp() {
  const { t } = useTranslation();
  const choose = useChooseImport();
  return (
    <div className="mt-4 flex w-full flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line pt-4 text-left">
      <p className="text-soft">{t("transfer.fromOtherApp")}</p>
      <Button data-testid="add-import" onPress={choose}>
        <FileInput size={15} aria-hidden="true" />
        {t("transfer.importShort")}
      </Button>
    </div>
  );
}
