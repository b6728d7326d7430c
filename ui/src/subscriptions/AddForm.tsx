import { Rss, Search } from "lucide-react";
import { Form } from "react-aria-components";
import { useServices } from "../app/services";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { AddressField } from "../kit/AddressField";
import { Button } from "../kit/Button";
import { isAddress, mayBeWords } from "../search/is-address";
import { useSearchFor } from "../search/useSearchFor";
import { WhoHears } from "../search/WhoHears";
import { FoundPodcast } from "./FoundPodcast";
import { type AddOptions, type AddState, useAdd } from "./useAdd";

type AddFormProps = AddOptions & { labelled?: boolean };

/** Words or an address: in the dialog, and right on the first page. */
export function AddForm({ labelled = true, ...options }: AddFormProps) {
  const { t } = useTranslation();
  const { i18n } = useServices();
  const add = useAdd(options);
  const searchFor = useSearchFor();
  const { state } = add;

  if (state.kind === "choosing")
    return <Choices state={state} choose={add.choose} back={add.cancel} />;

  if (state.kind === "found") {
    return <FoundPodcast podcast={state.podcast} onAdd={add.addFound} onLeave={options.onDone} />;
  }

  const takesAddress = isAddress(add.address);
  const reading = state.kind === "reading";
  const error = state.kind === "asking" && state.error ? errorText(i18n.t, state.error) : null;
  return (
    <Form
      className="flex w-full flex-col gap-3 text-left"
      onSubmit={(event) => {
        event.preventDefault();
        if (reading || add.address.trim() === "") return;
        if (takesAddress) add.submit();
        else searchFor(add.address);
      }}
    >
      <AddressField
        label={t("add.address")}
        isLabelShown={labelled}
        value={add.address}
        onChange={add.setAddress}
        error={error}
        isReadOnly={reading}
        autoFocus
        placeholder={t("add.placeholder")}
        testId="add-address"
      >
        <Button
          look="primary"
          type="submit"
          data-testid="add-submit"
          isPending={reading}
          className="h-10 px-4"
        >
          {takesAddress ? t("add.submit") : t("app.search")}
        </Button>
      </AddressField>
      {reading ? (
        <p role="status" className="flex items-center justify-between gap-3 text-soft">
          <span className="truncate">{t("add.reading", { address: state.address })}</span>
          <Button look="plain" onPress={add.cancel}>
            {t("app.cancel")}
          </Button>
        </p>
      ) : error ? (
        <InWords text={add.address} onSearch={searchFor} />
      ) : takesAddress ? (
        <p className="text-[13px] text-soft">{t("add.hint")}</p>
      ) : (
        <WhoHears />
      )}
    </Form>
  );
}

/** Some names look like addresses. */
function InWords({ text, onSearch }: { text: string; onSearch: (words: string) => void }) {
  const { t } = useTranslation();
  if (!mayBeWords(text)) return null;
  return (
    <Button className="w-fit max-w-full" data-testid="add-in-words" onPress={() => onSearch(text)}>
      <Search size={15} aria-hidden="true" className="shrink-0" />
      <span className="truncate">{t("search.inWords", { words: text.trim() })}</span>
    </Button>
  );
}

function Choices(props: {
  state: Extract<AddState, { kind: "choosing" }>;
  choose: ReturnType<typeof useAdd>["choose"];
  back: () => void;
}) {
  const { t } = useTranslation();
  const { pageTitle, feeds } = props.state;
  const question =
    feeds.length === 1
      ? t("add.choiceOne")
      : pageTitle
        ? t("add.choicesNamed", { title: pageTitle })
        : t("add.choicesTitle");
  return (
    <div className="flex flex-col gap-3 text-left">
      <p role="status">{question}</p>
      <ul className="flex flex-col gap-2">
        {feeds.map((feed) => (
          <li key={feed.url}>
            <Button
              onPress={() => props.choose(feed)}
              className="h-auto! w-full justify-start! py-2.5 text-left"
            >
              <Rss size={16} aria-hidden="true" className="shrink-0 text-accent" />
              <span className="min-w-0">
                <span className="block truncate">{feed.title || t("add.untitledFeed")}</span>
                <span className="block truncate text-[12px] leading-4 font-normal text-soft">
                  {feed.url}
                </span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <Button look="plain" onPress={props.back} className="w-fit">
        {t("add.another")}
      </Button>
    </div>
  );
}
