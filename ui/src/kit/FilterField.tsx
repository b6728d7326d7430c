import { Search, X } from "lucide-react";
import { Button as AriaButton, Input, SearchField } from "react-aria-components";
import { useTranslation } from "react-i18next";

type FilterFieldProps = { label: string; value: string; onChange: (text: string) => void };

/** The field that `/` goes to; at most one on a page. */
export function FilterField({ label, value, onChange }: FilterFieldProps) {
  const { t } = useTranslation();
  return (
    <SearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      className="group relative flex min-w-0 flex-1 items-center frame:max-w-72"
    >
      <Search
        size={15}
        aria-hidden="true"
        className="pointer-events-none absolute left-2.5 text-soft"
      />
      <Input
        data-filter=""
        placeholder={label}
        spellCheck={false}
        className="h-8 w-full min-w-0 rounded-sm border border-line bg-transparent pr-8 pl-8 text-ink placeholder:text-soft hovered:border-edge focus:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
      />
      <AriaButton
        aria-label={t("app.clear")}
        className="absolute right-1 inline-flex size-6 items-center justify-center rounded-sm text-soft group-empty:hidden hovered:bg-veil"
      >
        <X size={14} aria-hidden="true" />
      </AriaButton>
    </SearchField>
  );
}
