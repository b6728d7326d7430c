import { expect, test } from "vitest";
import { isAddress, mayBeWords } from "./is-address";

test.each([
  "https://example.org/feed",
  "HTTP://example.org",
  "feed:https://example.org/rss",
  "podcast:example.org",
  "ftp://example.org",
  "example.org",
  " example.org/feed ",
  "exämple.museum",
  "192.168.1.2:8080/feed",
  "localhost:4000",
  "[::1]/feed",
])("%s is an address", (text) => expect(isAddress(text)).toBe(true));

test.each([
  "",
  "  ",
  "radiolab",
  "99% Invisible",
  "la science, CQFD",
  "S.W.A.T.",
  "99.9",
  "what is https://example.org",
  "Une histoire et… Oli",
  "日本語",
  "news: today",
])("“%s” is no address", (text) => expect(isAddress(text)).toBe(false));

test("some addresses may be names", () => {
  expect(["Node.js", "radio.garden", "radiolab"].map(mayBeWords)).toEqual([true, true, true]);
  expect(["https://node.js", "node.js/feed", ""].map(mayBeWords)).toEqual([false, false, false]);
});
