import { useState } from "react";
import { Form } from "react-aria-components";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { FilterField } from "../kit/FilterField";
import { isAddress } from "./is-address";
import { useSearchFor } from "./useSearchFor";
import { WhoHears } from "./WhoHears";

type SearchFormProps = {
  /** What the page shows; another text replaces what was typed. */
  words?: string;
  autoFocus?: boolean;
  /** An address is looked at rather than searched for. */
  onAddress: (address: string) => void;
};

/** One field for words and addresses. Nothing is sent while one types. */
export function SearchForm({ words = "", autoFocus, onAddress }: SearchFormProps) {
  const { t } = useTranslation();
  const searchFor = useSearchFor();
  const [text, setText] = useState(words);
  const [shown, setShown] = useState(words);
  if (shown !== words) {
    setShown(words);
    setText(words);
  }
  return (
    <Form
      role="search"
      aria-label={t("search.title")}
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === "") return;
        if (isAddress(text)) onAddress(text.trim());
        else searchFor(text);
      }}
    >
      <div className="flex gap-2">
        <FilterField
          look="page"
          label={t("search.label")}
          value={text}
          onChange={setText}
          autoFocus={autoFocus}
          testId="search-words"
        />
        <Button look="primary" type="submit" data-testid="search-submit" className="h-10! px-4!">
          {isAddress(text) ? t("add.submit") : t("app.search")}
        </Button>
      </div>
      <WhoHears />
    </Form>
  );
}
