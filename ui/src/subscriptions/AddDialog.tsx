import { useTranslation } from "react-i18next";
import { Sheet } from "../kit/Sheet";
import { AddForm } from "./AddForm";

export function AddDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={t("add.title")}>
      <AddForm onDone={onClose} givesUpOnLeave />
    </Sheet>
  );
}
