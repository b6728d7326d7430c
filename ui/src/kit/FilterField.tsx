import { Search, X } from "lucide-react";
import { Button as AriaButton, Input, SearchField } from "react-aria-components";
import { useTranslation } from "../i18n/words";

type FilterFieldProps = {
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** In a row of controls, or as what a page is about. */
  look?: keyof typeof looks;
  autoFocus?: boolean;
  testId?: string;
};

const looks = {
  toolbar: { field: "frame:max-w-72", input: "h-8 border-line" },
  page: { field: "", input: "h-10 border-edge" },
};

/** The field that `/` goes to; at most one on a page. */
export function FilterField({ look = "toolbar", testId, ...field }: FilterFieldProps) {
  const { label, value, onChange, autoFocus } = field;
  const { t } = useTranslation();
  return (
    <SearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
      className={`group relative flex min-w-0 flex-1 items-center ${looks[look].field}`}
    >
      <Search
        size={15}
        aria-hidden="true"
        className="pointer-events-none absolute left-2.5 text-soft"
      />
      <Input
        data-filter=""
        data-testid={testId}
        placeholder={label}
        spellCheck={false}
        className={`${looks[look].input} w-full min-w-0 rounded-sm border bg-transparent pr-8 pl-8 text-ink placeholder:text-soft hovered:border-edge focus:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden`}
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
