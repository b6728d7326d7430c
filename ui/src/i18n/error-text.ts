import type { TFunction } from "i18next";
import type { IpcError } from "../backend/bindings";
import en from "./en.json";

export type ErrorText = {
  what: string;
  /** What the listener can do about it. */
  next: string;
};

/** Codes are data of the backend, not literals: their keys cannot be checked by type. */
type Translate = (key: string, values: Record<string, string>) => string;

export function isKnown(code: string): boolean {
  return Object.hasOwn(en.errors, code);
}

/** Some failures are said in other words there: a publisher is neither who runs a sync server nor a directory. */
export type Place = "sync" | "directory";

/** What happened and what to do next; a code of a newer backend gets a general sentence. */
export function errorText(t: TFunction, error: IpcError, place?: Place): ErrorText {
  if (!isKnown(error.code)) {
    return {
      what: t("error.unknown", { code: error.code }),
      next: error.retry ? t("error.tryAgain") : t("error.seeLog"),
    };
  }
  const translate = t as unknown as Translate;
  const values = {
    host: t("error.theServer"),
    ...error.detail,
    // A status, a kind of document or of obstacle can have a sentence of its own.
    context: place === "directory" ? place : contextOf(error, place),
  };
  return {
    what: upperFirst(translate(`errors.${error.code}.what`, values)),
    next: translate(`errors.${error.code}.next`, values),
  };
}

function contextOf({ detail }: IpcError, place?: Place): string {
  return detail.status ?? detail.looks_like ?? detail.obstacle ?? place ?? "";
}

/** A sentence can begin with a placeholder; the names of hosts stay as they are. */
function upperFirst(sentence: string): string {
  const [first = "", ...rest] = sentence;
  return sentence.match(/^\S*\.\S/) ? sentence : first.toUpperCase() + rest.join("");
}
