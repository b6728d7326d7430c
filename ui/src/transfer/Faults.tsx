import { ChevronRight, CircleAlert } from "lucide-react";
import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import type { ImportFault } from "../backend/bindings";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";

/** What the file names, and cannot be followed, with the reasons; folded up. */
export function Faults({ faults }: { faults: readonly ImportFault[] }) {
  const { t } = useTranslation();
  if (faults.length === 0) return null;
  return (
    <Disclosure className="group/faults mt-2">
      <AriaButton
        slot="trigger"
        data-testid="import-faults"
        className="flex items-center gap-2 rounded-sm py-1 font-medium hovered:underline"
      >
        <CircleAlert size={15} aria-hidden="true" className="text-bad" />
        {t("transfer.faults", { count: faults.length })}
        <ChevronRight
          size={15}
          aria-hidden="true"
          className="text-soft transition-transform duration-100 group-expanded/faults:rotate-90"
        />
      </AriaButton>
      <DisclosurePanel>
        <ul className="selectable mt-1 max-h-72 divide-y divide-line overflow-y-auto border-y border-line">
          {faults.map((fault, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells two faults apart.
            <li key={index} className="py-2">
              <span className="block truncate font-medium">
                {fault.title ?? t("transfer.untitled")}
              </span>
              <span className="block text-[13px] text-soft">
                {errorText(t, fault.error).what}
                {fault.address ? <span className="block truncate">{fault.address}</span> : null}
              </span>
            </li>
          ))}
        </ul>
      </DisclosurePanel>
    </Disclosure>
  );
}
