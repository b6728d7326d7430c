import { useId } from "react";
import { Switch } from "react-aria-components";

type SwitchSettingProps = {
  label: string;
  text: string;
  isSelected: boolean;
  onChange: (selected: boolean) => void;
  testId?: string;
};

/** A line of settings that is on or off, at once; all of it can be pressed. */
export function SwitchSetting(props: SwitchSettingProps) {
  const text = useId();
  return (
    <Switch
      aria-label={props.label}
      aria-describedby={text}
      isSelected={props.isSelected}
      onChange={props.onChange}
      data-testid={props.testId}
      className="group flex min-h-14 w-full items-center justify-between gap-6 py-3"
    >
      <span>
        <span className="block font-medium">{props.label}</span>
        <span id={text} className="block text-[13px] text-soft">
          {props.text}
        </span>
      </span>
      <span
        aria-hidden="true"
        className="flex h-6 w-10 shrink-0 items-center rounded-full border border-edge bg-veil p-0.5 transition-colors duration-100 group-selected:border-fill group-selected:bg-fill"
      >
        <span className="size-4.5 rounded-full bg-edge transition-transform duration-100 group-selected:translate-x-4 group-selected:bg-raised" />
      </span>
    </Switch>
  );
}
