import { useTranslation } from "react-i18next";
import { Sheet } from "../kit/Sheet";
import { FromOtherApp } from "../transfer/FromOtherApp";
import { AddForm } from "./AddForm";

export function AddDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={t("add.title")}>
      <AddForm onDone={onClose} givesUpOnLeave />
      <FromOtherApp />
    </Sheet>
  );
}
