import { useQuery } from "@tanstack/react-query";
import { CircleAlert, Copy } from "lucide-react";
import { useState } from "react";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import type { SyncLogEntry } from "../backend/bindings";
import { syncLogQuery } from "../backend/queries";
import { exactDate, relativeDate } from "../format/date";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Section, Setting } from "../kit/Section";
import { Failure } from "../kit/states";
import { logText, logWords } from "./log-words";
import { useNow } from "./useSync";

/** More is one press away: a report wants all of it. */
const SHOWN = 8;

/** What sync has done since Balados was started. */
export function SyncLog() {
  const { t } = useTranslation();
  const { podcast } = useActions();
  const { data: entries, error, refetch } = useQuery(syncLogQuery);
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? entries : entries?.slice(0, SHOWN);
  return (
    <Section title={t("syncLog.title")}>
      {error && !entries ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {entries?.length === 0 ? <p className="py-4 text-soft">{t("syncLog.none")}</p> : null}
      {entries && shown && shown.length > 0 ? (
        <>
          <ul aria-label={t("syncLog.title")} className="divide-y divide-line">
            {shown.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
          <Setting text={t("syncLog.text")}>
            <span className="flex flex-wrap gap-2">
              {entries.length > shown.length ? (
                <Button look="plain" onPress={() => setWhole(true)}>
                  {t("syncLog.more", { count: entries.length - shown.length })}
                </Button>
              ) : null}
              <Button onPress={() => void podcast.copy(logText(t, entries), t("syncLog.copied"))}>
                <Copy size={15} aria-hidden="true" />
                {t("syncLog.copy")}
              </Button>
            </span>
          </Setting>
        </>
      ) : null}
    </Section>
  );
}

function Entry({ entry }: { entry: SyncLogEntry }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  const isTrouble = entry.what.kind === "troubled";
  return (
    <li data-testid="sync-log-entry" className="flex items-baseline justify-between gap-4 py-2">
      <span className="flex min-w-0 gap-1.5">
        {isTrouble ? (
          <CircleAlert size={14} aria-hidden="true" className="mt-[3px] shrink-0 text-bad" />
        ) : null}
        <span className="[overflow-wrap:anywhere]">
          {logWords(t, entry)}
          {entry.times > 1 && entry.what.kind !== "moved" ? (
            <span className="text-soft"> · {t("syncLog.times", { count: entry.times })}</span>
          ) : null}
        </span>
      </span>
      <time
        title={exactDate(entry.lastMs, locale)}
        className="tabular shrink-0 text-[13px] text-soft"
      >
        {relativeDate(entry.lastMs, now, locale)}
      </time>
    </li>
  );
}
