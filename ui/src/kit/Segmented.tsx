import type { ReactNode } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";

type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { id: T; label: string; icon?: ReactNode }[];
  onChange: (value: T) => void;
  testId?: string;
};

/** One of a few, all in sight. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  return (
    <ToggleButtonGroup
      aria-label={props.label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={(keys) => {
        for (const key of keys) props.onChange(key as T);
      }}
      data-testid={props.testId}
      className="inline-flex shrink-0 gap-0.5 rounded-md bg-veil p-0.5"
    >
      {props.options.map(({ id, label, icon }) => (
        <ToggleButton
          key={id}
          id={id}
          aria-label={icon ? label : undefined}
          className="inline-flex h-7 min-w-7 items-center justify-center gap-2 rounded-[8px] px-2.5 text-soft transition-colors duration-100 hovered:text-ink selected:bg-chosen selected:font-medium selected:text-ink selected:shadow-[0_1px_2px_oklch(0_0_0/0.12)]"
        >
          {icon ?? label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
