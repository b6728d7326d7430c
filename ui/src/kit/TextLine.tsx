import { FieldError, Input, Label, TextField } from "react-aria-components";
import type { ErrorText } from "../i18n/error-text";

type TextLineProps = {
  label: string;
  value: string;
  onChange: (text: string) => void;
  error?: ErrorText | null;
  text?: string;
  maxLength?: number;
  autoFocus?: boolean;
  testId: string;
};

/** One line of words, with what is wrong with it. */
export function TextLine(props: TextLineProps) {
  const { label, error = null, text, maxLength, testId, ...field } = props;
  return (
    <TextField
      {...field}
      isInvalid={error !== null}
      validationBehavior="aria"
      maxLength={maxLength}
      className="flex flex-col gap-1.5"
    >
      <Label className="font-medium">{label}</Label>
      <Input
        data-testid={testId}
        autoComplete="off"
        placeholder={text}
        className="h-10 w-full rounded-sm border border-edge bg-transparent px-3 placeholder:text-soft focus:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 invalid:border-bad"
      />
      <FieldError className="pt-1 text-ink">
        {error ? (
          <span className="flex flex-col">
            <strong className="font-medium text-bad">{error.what}</strong>
            <span className="text-soft">{error.next}</span>
          </span>
        ) : null}
      </FieldError>
    </TextField>
  );
}
