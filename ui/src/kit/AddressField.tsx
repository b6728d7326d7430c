import type { ReactNode } from "react";
import { FieldError, Input, Label, TextField } from "react-aria-components";
import type { ErrorText } from "../i18n/error-text";

type AddressFieldProps = {
  label: string;
  /** Where a heading says it already, only screen readers need the label. */
  isLabelShown?: boolean;
  autoFocus?: boolean;
  value: string;
  onChange: (text: string) => void;
  error: ErrorText | null;
  placeholder?: string;
  isReadOnly?: boolean;
  inputMode?: "url" | "text";
  testId: string;
  /** Beside the field: what sends it. */
  children: ReactNode;
};

/** One line that no dictionary knows, with what is wrong with it. */
export function AddressField(props: AddressFieldProps) {
  const { label, isLabelShown = true, error, placeholder, testId, children, ...rest } = props;
  const { inputMode = "text", ...field } = rest;
  return (
    <TextField
      {...field}
      isInvalid={error !== null}
      validationBehavior="aria"
      aria-label={isLabelShown ? undefined : label}
      className="flex flex-col gap-1.5"
    >
      {isLabelShown ? <Label className="font-medium">{label}</Label> : null}
      <div className="flex flex-wrap gap-2">
        <Input
          data-testid={testId}
          inputMode={inputMode}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder={placeholder}
          className="h-10 min-w-40 flex-1 rounded-sm border border-edge bg-transparent px-3 placeholder:text-soft focus:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 invalid:border-bad read-only:text-soft"
        />
        {children}
      </div>
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
