import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import type { IpcError, SyncView, WaitingChange } from "../backend/bindings";
import { waitingChangesQuery } from "../backend/queries";
import { exactDate, relativeDate } from "../format/date";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Section, Setting } from "../kit/Section";
import { Failure } from "../kit/states";
import { changeTitle, kindWords, stayingWords } from "./change-words";
import { DiscardDialog } from "./DiscardDialog";
import { standingOf } from "./standing";
import { useNow } from "./useSync";

/** Of those that only wait nobody reads more. What was refused is shown to the last. */
const SHOWN = 20;

/** What no server has confirmed, by name; what was refused comes first, and can be decided on. */
export function WaitingChanges({ view }: { view: SyncView }) {
  const { t } = useTranslation();
  const { sync } = useActions();
  const { data: changes, error, refetch } = useQuery(waitingChangesQuery);
  const [discarding, setDiscarding] = useState<WaitingChange | null>(null);
  const { waiting: count, refused } = view;
  // What is gone in a moment is not worth a line that comes and goes.
  const isInStep = standingOf(view).kind === "inStep";
  const shown = isInStep ? [] : (changes?.slice(0, Math.max(SHOWN, refused)) ?? []);
  return (
    <Section title={t("sync.waiting.title")}>
      {error && !changes ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {changes && shown.length === 0 ? (
        <p className="py-4 text-soft">{t("sync.waiting.none")}</p>
      ) : null}
      {shown.length > 0 ? (
        <>
          {refused > 1 ? (
            <Setting text={t("sync.waiting.refusedText")}>
              <Button onPress={() => void sync.retry(null)}>{t("sync.waiting.retryAll")}</Button>
            </Setting>
          ) : null}
          <ul aria-label={t("sync.waiting.label")} className="divide-y divide-line">
            {shown.map((change) => (
              <Change key={change.key} change={change} onDiscard={() => setDiscarding(change)} />
            ))}
          </ul>
          <p className="py-3 text-[13px] text-soft">
            {count > shown.length
              ? t("sync.waiting.more", { count: count - shown.length })
              : t("sync.waiting.text")}
          </p>
        </>
      ) : null}
      <Staying kinds={view.staying} />
      <DiscardDialog change={discarding} onClose={() => setDiscarding(null)} />
    </Section>
  );
}

/** What this computer calls itself is not worth a word: no listener misses it there. */
const UNMISSED = new Set(["device"]);

/** What the server has no place for is not waiting: nothing would come of that. */
function Staying({ kinds }: { kinds: readonly string[] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const names = kinds.filter((kind) => !UNMISSED.has(kind)).map((kind) => stayingWords(t, kind));
  if (names.length === 0) return null;
  const list = new Intl.ListFormat(locale, { type: "conjunction" }).format([...new Set(names)]);
  return (
    <p data-testid="staying" className="py-3 text-[13px] text-soft">
      {t("sync.staying.text", { list })}
    </p>
  );
}

function Change({ change, onDiscard }: { change: WaitingChange; onDiscard: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  const title = changeTitle(t, change);
  const about = [
    title === kindWords(t, change.kind) ? "" : kindWords(t, change.kind),
    change.episodeTitle ? change.podcastTitle : "",
  ].filter(Boolean);
  return (
    <li
      data-testid="waiting-change"
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3"
    >
      <div className="min-w-0 flex-1 basis-56">
        <p className="line-clamp-2 [overflow-wrap:anywhere]">{title}</p>
        <p className="text-[13px] text-soft">
          {about.map((it) => `${it} · `)}
          <time title={exactDate(change.changedMs, locale)}>
            {relativeDate(change.changedMs, now, locale)}
          </time>
        </p>
        {change.refused ? <Refused refused={change.refused} /> : null}
      </div>
      {change.refused ? <Decide change={change} title={title} onDiscard={onDiscard} /> : null}
    </li>
  );
}

function Refused({ refused }: { refused: IpcError }) {
  const { t } = useTranslation();
  const { what, next } = errorText(t, refused, "sync");
  return (
    <p className="mt-1 flex gap-1.5 text-[13px]">
      <CircleAlert size={14} aria-hidden="true" className="mt-[3px] shrink-0 text-bad" />
      <span>{t("error.addressed", { what, next })}</span>
    </p>
  );
}

function Decide(props: { change: WaitingChange; title: string; onDiscard: () => void }) {
  const { t } = useTranslation();
  const { sync } = useActions();
  const { change, title, onDiscard } = props;
  return (
    <span className="flex gap-2">
      <Button
        aria-label={t("sync.waiting.retryNamed", { title })}
        onPress={() => void sync.retry(change.key)}
      >
        {t("app.retry")}
      </Button>
      <Button
        look="plain"
        aria-label={t("sync.waiting.discardNamed", { title })}
        onPress={onDiscard}
      >
        {t("sync.waiting.discard")}
      </Button>
    </span>
  );
}
