import { Radio, RadioGroup } from "react-aria-components";

type OptionsProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { id: T; label: string; text?: string }[];
  onChange: (value: T) => void;
  testId?: string;
};

/** One of a few, all in sight, each with what it means. */
export function Options<T extends string>(props: OptionsProps<T>) {
  return (
    <RadioGroup
      aria-label={props.label}
      value={props.value}
      onChange={(id) => props.onChange(id as T)}
      data-testid={props.testId}
      className="flex flex-col gap-1"
    >
      {props.options.map(({ id, label, text }) => (
        <Radio
          key={id}
          value={id}
          data-testid="option"
          className="group relative flex cursor-pointer items-start gap-3 rounded-sm py-1.5"
        >
          <span
            aria-hidden="true"
            className="mt-px inline-flex size-4.5 shrink-0 items-center justify-center rounded-full border border-edge group-selected:border-fill group-selected:bg-fill"
          >
            <span className="size-1.5 rounded-full group-selected:bg-on-fill" />
          </span>
          <span className="min-w-0">
            <span className="block font-medium">{label}</span>
            {text ? <span className="block text-[13px] text-soft">{text}</span> : null}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
