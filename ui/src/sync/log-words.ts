import type { TFunction } from "i18next";
import type { SyncLogEntry } from "../backend/bindings";
import { errorText } from "../i18n/error-text";

/** What happened, in a sentence. */
export function logWords(t: TFunction, { what }: SyncLogEntry): string {
  switch (what.kind) {
    case "live":
      return t("syncLog.live");
    case "moved":
      return t("syncLog.moved", { counts: counts(t, what) });
    case "troubled":
      return errorText(t, what.error, "sync").what;
    case "exchanged": {
      const said = counts(t, what);
      const refused = what.refused > 0 ? t("syncLog.refused", { count: what.refused }) : "";
      const all = [said || t("syncLog.nothing"), refused].filter(Boolean).join(", ");
      return t("syncLog.exchanged", { counts: all, time: duration(t, what.tookMs) });
    }
  }
}

function counts(t: TFunction, { received, sent }: { received: number; sent: number }): string {
  return [
    received > 0 ? t("sync.progress.received", { count: received }) : "",
    sent > 0 ? t("sync.progress.sent", { count: sent }) : "",
  ]
    .filter(Boolean)
    .join(", ");
}

function duration(t: TFunction, ms: number): string {
  return ms < 1_000
    ? t("syncLog.milliseconds", { ms })
    : t("syncLog.seconds", { s: Math.round(ms / 100) / 10 });
}

/** For a report: one line each, with times that mean the same everywhere, and codes. */
export function logText(t: TFunction, entries: readonly SyncLogEntry[]): string {
  const line = (entry: SyncLogEntry) =>
    [
      new Date(entry.lastMs).toISOString(),
      entry.times > 1 ? `×${entry.times}` : "",
      entry.what.kind === "troubled" ? `[${entry.what.error.code}]` : "",
      logWords(t, entry),
    ]
      .filter(Boolean)
      .join(" ");
  return entries.map(line).join("\n");
}
