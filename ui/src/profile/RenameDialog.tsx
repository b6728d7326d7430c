import { Form } from "react-aria-components";
import { backend } from "../backend/backend";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Sheet } from "../kit/Sheet";
import { TextLine } from "../kit/TextLine";
import { LONGEST_NAME, useName } from "./useName";
import type { Shown } from "./useProfiles";

type RenameDialogProps = { of: Shown; isOpen: boolean; onClose: () => void };

export function RenameDialog({ of, isOpen, onClose }: RenameDialogProps) {
  const { t } = useTranslation();
  return (
    <Sheet
      isOpen={isOpen}
      onClose={onClose}
      title={t("accounts.renameTitle", { name: of.name })}
      width="max-w-md"
    >
      <RenameForm of={of} onClose={onClose} />
    </Sheet>
  );
}

function RenameForm({ of, onClose }: { of: Shown; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, name: before } = of.profile;
  const field = useName(before ?? "", (name) => backend.renameProfile(id, name));
  const submit = async () => {
    if (await field.submit()) onClose();
  };
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextLine
        autoFocus
        label={t("accounts.name")}
        value={field.name}
        onChange={field.setName}
        error={field.error}
        text={of.name}
        maxLength={LONGEST_NAME}
        testId="account-name"
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="plain" onPress={onClose}>
          {t("app.cancel")}
        </Button>
        <Button
          look="primary"
          type="submit"
          data-testid="account-save"
          isPending={field.busy}
          isDisabled={field.name.trim() === ""}
        >
          {t("accounts.save")}
        </Button>
      </div>
    </Form>
  );
}
