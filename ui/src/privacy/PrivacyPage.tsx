import { useQuery } from "@tanstack/react-query";
import { useActions } from "../app/actions";
import { useUiReady } from "../app/useUiReady";
import type { PrivacyLevel, PrivacyView } from "../backend/bindings";
import { privacyQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Options } from "../kit/Options";
import { PageHeader } from "../kit/PageHeader";
import { Section } from "../kit/Section";
import { SwitchSetting } from "../kit/Switch";
import { Delayed, Failure, StaleNote } from "../kit/states";
import { levelsOf } from "./levels";
import { ServerNote } from "./ServerNote";
import { KeptShows, ShowLevels } from "./ShowLists";

/** Who may see what the listener follows, hears and likes, and what does not leave this computer. */
export function PrivacyPage() {
  const { t } = useTranslation();
  const query = useQuery(privacyQuery);
  useUiReady(query.isSuccess || query.isError);
  return (
    <div className="relative mx-auto w-full max-w-2xl px-4 pb-16 frame:px-8">
      <PageHeader title={t("privacy.title")} />
      {query.data ? (
        <>
          <StaleNote error={query.error} onRetry={() => void query.refetch()} />
          <Known view={query.data} />
        </>
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Delayed>
          <div aria-hidden="true" className="flex flex-col gap-4 pt-2">
            <div className="skeleton h-16" />
            <div className="skeleton h-40" />
          </div>
        </Delayed>
      )}
    </div>
  );
}

function Known({ view }: { view: PrivacyView }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="max-w-[64ch] pb-4 text-soft">{t("privacy.lead")}</p>
      <ServerNote server={view.server} />
      <Everything view={view} />
      <ShowLevels shows={view.shows} />
      <KeptShows shows={view.keptHere} />
    </>
  );
}

function Everything({ view }: { view: PrivacyView }) {
  const { t } = useTranslation();
  const { privacy } = useActions();
  // What is private already cannot be hidden any better.
  const isAllPrivate = view.everything === "private" && view.anonymous;
  return (
    <Section title={t("privacy.everything")}>
      {isAllPrivate ? null : (
        <SwitchSetting
          label={t("privacy.anonymous.label")}
          text={t("privacy.anonymous.text")}
          testId="anonymous-mode"
          isSelected={view.anonymous}
          onChange={(on) => void privacy.setAnonymous(on)}
        />
      )}
      <div className="py-3">
        <Options<PrivacyLevel>
          label={t("privacy.everything")}
          testId="privacy-everything"
          value={view.everything}
          onChange={(level) => void privacy.setEverything(level)}
          options={levelsOf(t)}
        />
        <p className="pt-2 text-[13px] text-soft">{t("privacy.before")}</p>
      </div>
    </Section>
  );
}
