// Every code that the Rust side can produce has a sentence and a next step in both languages.
import { describe, expect, test } from "vitest";
import type { IpcError } from "../backend/bindings";
import { errorText, isKnown } from "./error-text";
import { newI18n } from "./i18n";

const sources = import.meta.glob<string>(
  [
    "../../../crates/*/src/**/*.rs",
    "../../../src-tauri/src/**/*.rs",
    // What the terminal adds of its own never reaches the window.
    "!../../../crates/cli/**",
  ],
  { query: "?raw", import: "default", eager: true },
);

/** The body of every `fn code`, and the codes that are given on the spot. */
function codesOf(rust: string): string[] {
  const bodies = [...rust.matchAll(/fn code\(&self\)[^{]*\{([\s\S]*?)\n {4}\}/g)].map(
    (it) => it[1],
  );
  const inBodies = bodies.flatMap((body) => [...(body ?? "").matchAll(/"([a-z]+(?:-[a-z]+)*)"/g)]);
  const onTheSpot = [
    ...rust.matchAll(/Error::new\(\s*"([a-z]+(?:-[a-z]+)*)"/g),
    ...rust.matchAll(/\bcode: "([a-z]+(?:-[a-z]+)*)"/g),
  ];
  return [...inBodies, ...onTheSpot].map((it) => it[1] ?? "");
}

/** Why a server does not take a change: the words of the protocol, in kebab-case behind `change-`. */
function codesOfChanges(rust: string): string[] {
  const refusals = rust.match(/impl RefusedCode \{[\s\S]*?\n\}/)?.[0] ?? "";
  return [...refusals.matchAll(/"([A-Z_]+)"/g)].map(
    ([, word = ""]) => `change-${word.toLowerCase().replaceAll("_", "-")}`,
  );
}

const withoutTests = (rust: string) => rust.replace(/#\[cfg\(test\)\]\s*mod [\s\S]*/, "");
const codes = [
  ...new Set(
    Object.values(sources)
      .map(withoutTests)
      .flatMap((it) => [...codesOf(it), ...codesOfChanges(it)]),
  ),
].sort();

const error = (code: string, detail: IpcError["detail"] = {}): IpcError => ({
  code,
  class: "permanent",
  message: "",
  detail,
  retry: false,
});

test("the sources of the codes are found", () => {
  expect(codes.length).toBeGreaterThan(30);
  expect(codes).toContain("disk-full");
  expect(codes).toContain("http-status");
  expect(codes.filter((code) => code.startsWith("change-"))).toEqual(
    expect.arrayContaining([
      "change-clock-ahead",
      "change-insufficient-scope",
      "change-invalid",
      "change-quota-exceeded",
    ]),
  );
});

test("every code is known", () => {
  expect(codes.filter((code) => !isKnown(code))).toEqual([]);
});

describe.each(["en", "fr"] as const)("in %s", (language) => {
  const { t } = newI18n(language);

  test.each(codes)("%s has a sentence and a next step, with and without details", (code) => {
    for (const detail of [
      {} as IpcError["detail"],
      { host: "example.org", status: "404", scheme: "ftp", codec: "AC-3" },
    ]) {
      const { what, next } = errorText(t, error(code, detail));
      expect(what.length).toBeGreaterThan(8);
      expect(next.length).toBeGreaterThan(8);
      expect(`${what} ${next}`).not.toMatch(/{{|}}|errors\./);
    }
  });

  test("an unknown code still says something and names itself", () => {
    const { what, next } = errorText(t, error("quite-new"));
    expect(what).toContain("quite-new");
    expect(next.length).toBeGreaterThan(8);
  });
});

test("a status or a kind of document has its own sentence", () => {
  const { t } = newI18n("en");
  const said = (detail: IpcError["detail"]) => errorText(t, error("http-status", detail)).what;
  expect(said({ host: "example.org", status: "404" })).toBe(
    "example.org has nothing at this address (404)",
  );
  expect(said({ host: "example.org", status: "503" })).toBe(
    "example.org answers with an error (503)",
  );
  const page = errorText(t, error("not-a-feed", { looks_like: "web-page" }));
  expect(page.what).toBe("This web page links to no podcast feed");
});

test("a sentence that begins with the server begins with a capital", () => {
  const { t } = newI18n("fr");
  expect(errorText(t, error("timed-out")).what).toMatch(/^Le serveur met/);
  expect(errorText(t, error("timed-out", { host: "example.org" })).what).toMatch(
    /^example\.org met/,
  );
});

test("a sync server is not called a publisher", () => {
  const { t } = newI18n("en");
  const insecure = error("tls-failed", { host: "balados.example" });
  expect(errorText(t, insecure).next).toContain("the publisher");
  expect(errorText(t, insecure, "sync").next).toContain("whoever runs the server");
});
