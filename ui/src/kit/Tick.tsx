import { Check } from "lucide-react";
import { Checkbox } from "react-aria-components";

type TickProps = { isSelected: boolean; onChange: (selected: boolean) => void; children: string };

/** A box that is ticked, or not. */
export function Tick({ isSelected, onChange, children }: TickProps) {
  return (
    <Checkbox
      isSelected={isSelected}
      onChange={onChange}
      className="group relative flex items-start gap-2.5 rounded-sm py-1"
    >
      <span
        aria-hidden="true"
        className="mt-px inline-flex size-4.5 shrink-0 items-center justify-center rounded-[4px] border border-edge text-on-fill group-selected:border-fill group-selected:bg-fill"
      >
        {isSelected ? <Check size={13} strokeWidth={3} /> : null}
      </span>
      {children}
    </Checkbox>
  );
}
