import { useState } from "react";
import { Form, Input, Label, TextArea, TextField } from "react-aria-components";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";

const MAX_NAME = 255;
const MAX_TEXT = 10_000;

const field =
  "w-full rounded-sm border border-line bg-transparent px-3 text-ink hovered:border-edge focus:border-accent focus-visible:outline-1 focus-visible:outline-offset-0";

type NameFormProps = {
  label: string;
  submit: string;
  name?: string;
  /** Asked for where it is given. */
  description?: string;
  onSubmit: (name: string, description: string) => void;
};

/** Names something that the listener makes. */
export function NameForm(props: NameFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(props.name ?? "");
  const [description, setDescription] = useState(props.description ?? "");
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") props.onSubmit(name.trim(), description.trim());
      }}
    >
      <TextField
        value={name}
        onChange={setName}
        maxLength={MAX_NAME}
        autoFocus
        className="flex flex-col gap-1.5"
      >
        <Label className="font-medium">{props.label}</Label>
        <Input data-testid="name-field" className={`${field} h-9`} />
      </TextField>
      {props.description === undefined ? null : (
        <TextField
          value={description}
          onChange={setDescription}
          maxLength={MAX_TEXT}
          className="flex flex-col gap-1.5"
        >
          <Label className="font-medium">{t("list.description")}</Label>
          <TextArea rows={3} className={`${field} resize-y py-2`} />
        </TextField>
      )}
      <div className="flex justify-end">
        <Button type="submit" look="primary" isDisabled={name.trim() === ""}>
          {props.submit}
        </Button>
      </div>
    </Form>
  );
}
