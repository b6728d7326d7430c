import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "../i18n/words";
import { IconButton } from "./Button";

type SheetProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  width?: string;
  role?: "dialog" | "alertdialog";
  children: ReactNode;
};

/** A dialog over the page; at the bottom of a narrow window. */
export function Sheet({ isOpen, onClose, title, width = "max-w-lg", role, children }: SheetProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className="fade-in fixed inset-0 z-40 flex items-end justify-center bg-[oklch(0.15_0.01_50/0.4)] frame:items-start frame:px-6 frame:pt-[12vh]"
    >
      <Modal
        className={`float-in flex max-h-[85vh] w-full flex-col rounded-t-lg border border-line bg-raised shadow-float frame:max-h-[76vh] frame:rounded-lg ${width}`}
      >
        <Dialog role={role} className="flex min-h-0 flex-col outline-none">
          <header className="flex items-center justify-between gap-4 px-6 pt-5 pb-3">
            <Heading slot="title" className="text-[17px] leading-6 font-strong">
              {title}
            </Heading>
            <IconButton label={t("app.close")} onPress={onClose} className="-mr-2">
              <X size={18} aria-hidden="true" />
            </IconButton>
          </header>
          <div className="min-h-0 overflow-y-auto px-6 pb-6">{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
