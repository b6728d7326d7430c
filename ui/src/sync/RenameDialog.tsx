import { type FormEvent, useState } from "react";
import { Input, Label, TextField } from "react-aria-components";
import { useActions } from "../app/actions";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Sheet } from "../kit/Sheet";

/** As the protocol has it. */
const MAX_NAME = 255;

type RenameDialogProps = { name: string | null; onClose: () => void };

/** What the others call this computer. */
export function RenameDialog({ name, onClose }: RenameDialogProps) {
  const { t } = useTranslation();
  return (
    <Sheet isOpen={name !== null} onClose={onClose} title={t("devices.renameTitle")}>
      {name === null ? null : <Form name={name} onClose={onClose} />}
    </Sheet>
  );
}

function Form({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { sync } = useActions();
  const [text, setText] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void sync.renameDevice(text.trim());
    onClose();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField value={text} onChange={setText} maxLength={MAX_NAME} autoFocus isRequired>
        <Label className="mb-1 block text-[13px] text-soft">{t("devices.name")}</Label>
        <Input className="h-10 w-full rounded-sm border border-edge bg-page px-3" />
      </TextField>
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="plain" onPress={onClose}>
          {t("app.cancel")}
        </Button>
        <Button type="submit" look="primary" isDisabled={text.trim() === ""}>
          {t("devices.rename")}
        </Button>
      </div>
    </form>
  );
}
