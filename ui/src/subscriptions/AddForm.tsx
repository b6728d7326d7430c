import { Rss } from "lucide-react";
import { Form } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useServices } from "../app/services";
import { errorText } from "../i18n/error-text";
import { AddressField } from "../kit/AddressField";
import { Button } from "../kit/Button";
import { FoundPodcast } from "./FoundPodcast";
import { type AddOptions, type AddState, useAdd } from "./useAdd";

type AddFormProps = AddOptions & { labelled?: boolean };

/** Type or paste an address: in the dialog, and right on the first page. */
export function AddForm({ labelled = true, ...options }: AddFormProps) {
  const { t } = useTranslation();
  const { i18n } = useServices();
  const add = useAdd(options);
  const { state } = add;

  if (state.kind === "choosing")
    return <Choices state={state} choose={add.choose} back={add.cancel} />;

  if (state.kind === "found") {
    return <FoundPodcast podcast={state.podcast} onAdd={add.addFound} onLeave={options.onDone} />;
  }

  const reading = state.kind === "reading";
  const error = state.kind === "asking" && state.error ? errorText(i18n.t, state.error) : null;
  return (
    <Form
      className="flex w-full flex-col gap-3 text-left"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reading) add.submit();
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
        inputMode="url"
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
          {t("add.submit")}
        </Button>
      </AddressField>
      {reading ? (
        <p role="status" className="flex items-center justify-between gap-3 text-soft">
          <span className="truncate">{t("add.reading", { address: state.address })}</span>
          <Button look="plain" onPress={add.cancel}>
            {t("app.cancel")}
          </Button>
        </p>
      ) : error ? null : (
        <p className="text-soft">{t("add.hint")}</p>
      )}
    </Form>
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
