import { expect, test } from "vitest";
import type { SyncView } from "../backend/bindings";
import { newI18n } from "../i18n/i18n";
import { ipcError } from "../test/fixture/sample";
import { account, alone, inStep, signIns } from "../test/fixture/sync";
import { addressOf } from "./actions";
import { countWords, standingOf } from "./standing";
import { lastExchange, nextAttempt } from "./when";

const MINUTE = 60_000;
const troubled = (code: string, kind: "auth" | "transient" | "local"): SyncView["state"] => ({
  kind: "troubled",
  error: ipcError(code, { class: kind }),
  untilMs: 0,
});

test.each<[name: string, view: SyncView, kind: string]>([
  ["no account", alone, "off"],
  ["in the browser", { ...alone, signIn: signIns.inBrowser }, "signingIn"],
  ["a sign-in that failed", { ...alone, signIn: signIns.failed }, "off"],
  ["an account that nothing runs for yet", { ...inStep(), state: { kind: "off" } }, "connecting"],
  ["signing in again", { ...inStep(), signIn: signIns.inBrowser }, "inStep"],
  ["polling", { ...inStep(), state: { kind: "resting" } }, "inStep"],
  ["changes that wait", { ...inStep(), waiting: 2 }, "waiting"],
  ["one of them refused", { ...inStep(), waiting: 2, refused: 1 }, "refused"],
  [
    "exchanging hides what waits",
    { ...inStep(), waiting: 2, state: { kind: "exchanging", received: 0, sent: 1 } },
    "exchanging",
  ],
  ["shut out", { ...inStep(), state: troubled("revoked", "auth") }, "signInAgain"],
  ["a lost key", { ...inStep(), state: troubled("key", "local") }, "signInAgain"],
  ["no network", { ...inStep(), state: troubled("host-unknown", "transient") }, "offline"],
  ["a locked keychain", { ...inStep(), state: troubled("keychain", "local") }, "troubled"],
])("%s", (_, view, kind) => {
  expect(standingOf(view).kind).toBe(kind);
});

test("counts are said once there is something to count", () => {
  const english = newI18n("en").t;
  const french = newI18n("fr").t;
  expect(countWords(english, { received: 0, sent: 0 })).toBe("");
  expect(countWords(english, { received: 1200, sent: 0 })).toBe("1,200 received");
  expect(countWords(french, { received: 1, sent: 2 })).toBe("1 reçu, 2 envoyés");
});

test("the last exchange and the next attempt, in words", () => {
  const { t } = newI18n("fr");
  const now = Date.UTC(2026, 5, 1, 12);
  expect(lastExchange(t, null, now, "fr")).toBe("Rien n’a encore été échangé");
  expect(lastExchange(t, now - 59_000, now, "fr")).toBe("Dernier échange à l’instant");
  expect(lastExchange(t, now + MINUTE, now, "fr")).toBe("Dernier échange à l’instant");
  expect(lastExchange(t, now - 2 * MINUTE, now, "fr")).toBe("Dernier échange il y a 2 minutes");
  expect(nextAttempt(t, 0, now, "fr")).toBeNull();
  expect(nextAttempt(t, now + 30_000, now, "fr")).toBe("Prochain essai dans un instant");
  expect(nextAttempt(t, now + 10 * MINUTE, now, "fr")).toMatch(/^Prochain essai à \d\d:10$/);
});

test("an address that is not secure is named with what makes it so", () => {
  expect(addressOf(account)).toBe("balados.example");
  expect(addressOf({ ...account, isSecure: false })).toBe("http://balados.example");
});
