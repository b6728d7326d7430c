import type { Link } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Sheet } from "../kit/Sheet";
import { FromOtherApp } from "../transfer/FromOtherApp";
import { AddForm } from "./AddForm";

type AddDialogProps = { isOpen: boolean; onClose: () => void; link?: Link };

export function AddDialog({ isOpen, onClose, link }: AddDialogProps) {
  const { t } = useTranslation();
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={t("add.title")}>
      <AddForm key={link?.feedUrl} link={link} onDone={onClose} givesUpOnLeave />
      {link ? null : <FromOtherApp />}
    </Sheet>
  );
}
