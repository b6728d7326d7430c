import { Check, ChevronDown } from "lucide-react";
import {
  Button as AriaButton,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
} from "react-aria-components";

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { id: T; label: string }[];
  onChange: (value: T) => void;
  look?: "plain" | "outline";
  testId?: string;
};

/** One of several, behind a button. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const edge = props.look === "outline" ? "border border-line hovered:border-edge" : "";
  return (
    <Select
      aria-label={props.label}
      value={props.value}
      onChange={(key) => key !== null && props.onChange(key as T)}
      data-testid={props.testId}
    >
      <AriaButton
        className={`inline-flex h-8 items-center gap-1.5 rounded-sm px-2.5 text-soft transition-colors duration-100 hovered:bg-veil hovered:text-ink ${edge}`}
      >
        <SelectValue className="truncate" />
        <ChevronDown size={14} aria-hidden="true" className="shrink-0" />
      </AriaButton>
      <Popover
        placement="bottom end"
        className="float-in min-w-(--trigger-width) rounded-md border border-line bg-raised p-1 shadow-float"
      >
        <ListBox className="outline-none">
          {props.options.map(({ id, label }) => (
            <ListBoxItem
              key={id}
              id={id}
              textValue={label}
              className="flex h-8 items-center justify-between gap-6 rounded-sm px-2.5 hovered:bg-veil focus:bg-veil focus-visible:outline-none"
            >
              {({ isSelected }) => (
                <>
                  <span>{label}</span>
                  {isSelected ? (
                    <Check size={15} aria-hidden="true" className="text-accent" />
                  ) : null}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
