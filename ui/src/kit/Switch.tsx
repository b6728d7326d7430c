import { Switch as AriaSwitch } from "react-aria-components";

type SwitchProps = {
  label: string;
  isSelected: boolean;
  onChange: (selected: boolean) => void;
  testId?: string;
};

/** On or off, at once. */
export function Switch({ label, isSelected, onChange, testId }: SwitchProps) {
  return (
    <AriaSwitch
      aria-label={label}
      isSelected={isSelected}
      onChange={onChange}
      data-testid={testId}
      className="group relative inline-flex shrink-0 rounded-full py-1"
    >
      <span
        aria-hidden="true"
        className="flex h-6 w-10 items-center rounded-full border border-edge bg-veil p-0.5 transition-colors duration-100 group-selected:border-fill group-selected:bg-fill"
      >
        <span className="size-4.5 rounded-full bg-edge transition-transform duration-100 group-selected:translate-x-4 group-selected:bg-on-fill" />
      </span>
    </AriaSwitch>
  );
}
