import { Check, Minus } from "lucide-react";
import { Checkbox } from "react-aria-components";

type TickProps = {
  isSelected: boolean;
  /** Some of what it stands for. */
  isPartial?: boolean;
  onChange: (selected: boolean) => void;
  children: string;
};

/** A box that is ticked, or not. */
export function Tick({ isSelected, isPartial = false, onChange, children }: TickProps) {
  const isMixed = isPartial && !isSelected;
  return (
    <Checkbox
      isSelected={isSelected}
      isIndeterminate={isMixed}
      onChange={onChange}
      className="group relative flex items-start gap-2.5 rounded-sm py-1"
    >
      <span
        aria-hidden="true"
        className="mt-px inline-flex size-4.5 shrink-0 items-center justify-center rounded-[4px] border border-edge text-on-fill group-selected:border-fill group-selected:bg-fill group-indeterminate:border-fill group-indeterminate:bg-fill"
      >
        {isMixed ? (
          <Minus size={13} strokeWidth={3} />
        ) : isSelected ? (
          <Check size={13} strokeWidth={3} />
        ) : null}
      </span>
      {children}
    </Checkbox>
  );
}
