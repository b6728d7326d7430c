import type { ReactNode } from "react";
import { useTranslation } from "../i18n/words";
import { Button } from "./Button";
import { Sheet } from "./Sheet";

type QuestionProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What happens on yes. */
  children: ReactNode;
  yes: string;
  onYes: () => void;
};

/** Asks before what cannot be undone here. */
export function Question({ isOpen, onClose, title, children, yes, onYes }: QuestionProps) {
  const { t } = useTranslation();
  return (
    <Sheet role="alertdialog" isOpen={isOpen} onClose={onClose} title={title}>
      <div className="flex flex-col gap-4">
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="plain" onPress={onClose}>
            {t("app.cancel")}
          </Button>
          <Button
            look="primary"
            data-testid="question-yes"
            autoFocus
            onPress={() => {
              onYes();
              onClose();
            }}
          >
            {yes}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
