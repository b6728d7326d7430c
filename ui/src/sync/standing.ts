// What the view of sync comes to, for the mark in the sidebar and for the page. Decides, shows nothing.
import type { TFunction } from "i18next";
import type { IpcError, SyncState, SyncView } from "../backend/bindings";

export type Standing =
  | { kind: "off" }
  | { kind: "signingIn" }
  | { kind: "connecting" }
  | { kind: "exchanging"; received: number; sent: number }
  | { kind: "inStep" }
  | { kind: "waiting"; count: number }
  | { kind: "refused"; count: number }
  | { kind: "offline"; error: IpcError; untilMs: number }
  | { kind: "signInAgain"; error: IpcError }
  | { kind: "troubled"; error: IpcError; untilMs: number };

/** There is no way to the server: nothing is wrong with it, or with the account. */
const NO_WAY = new Set(["host-unknown", "host-unreachable", "timed-out", "connection-lost"]);

/** A key that is lost comes back in no other way. */
const needsSignIn = ({ code, class: kind }: IpcError) => kind === "auth" || code === "key";

export function standingOf({ account, state, signIn, waiting, refused }: SyncView): Standing {
  if (!account) {
    return signIn && signIn.kind !== "failed" ? { kind: "signingIn" } : { kind: "off" };
  }
  switch (state.kind) {
    // It has an account, so it is about to begin.
    case "off":
    case "connecting":
      return { kind: "connecting" };
    case "exchanging":
      return state;
    case "troubled":
      return ofTrouble(state);
    case "live":
    case "resting":
      if (refused > 0) return { kind: "refused", count: refused };
      return waiting > 0 ? { kind: "waiting", count: waiting } : { kind: "inStep" };
  }
}

function ofTrouble({ error, untilMs }: Extract<SyncState, { kind: "troubled" }>): Standing {
  if (needsSignIn(error)) return { kind: "signInAgain", error };
  return { kind: NO_WAY.has(error.code) ? "offline" : "troubled", error, untilMs };
}

export const isBusy = ({ kind }: SyncState): boolean =>
  kind === "connecting" || kind === "exchanging";

/** What mostly goes by before anybody has read it. */
export const isPassing = ({ kind }: Standing): boolean =>
  kind === "connecting" || kind === "exchanging" || kind === "waiting";

/** Whether the listener has something to do. */
export const wantsAttention = ({ kind }: Standing): boolean =>
  kind === "refused" || kind === "signInAgain" || kind === "troubled";

/** In a word or two. */
export function shortWords(t: TFunction, standing: Standing): string {
  switch (standing.kind) {
    case "waiting":
    case "refused":
      return t(`sync.short.${standing.kind}`, { count: standing.count });
    default:
      return t(`sync.short.${standing.kind}`);
  }
}

/** The state alone, with the server's name. */
export function stateWords(t: TFunction, standing: Standing, server: string): string {
  switch (standing.kind) {
    case "waiting":
    case "refused":
      return t(`sync.state.${standing.kind}`, { count: standing.count, server });
    default:
      return t(`sync.state.${standing.kind}`, { server });
  }
}

/** `120 received, 3 sent`; nothing before there is something to count. */
export function countWords(t: TFunction, { received, sent }: { received: number; sent: number }) {
  return [
    received > 0 ? t("sync.progress.received", { count: received }) : "",
    sent > 0 ? t("sync.progress.sent", { count: sent }) : "",
  ]
    .filter(Boolean)
    .join(", ");
}
