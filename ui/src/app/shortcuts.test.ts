import { expect, test } from "vitest";
import { bindings, commandOf, type Place } from "./shortcuts";

const press = (key: string, held: { ctrl?: boolean; alt?: boolean; shift?: boolean } = {}) => ({
  key,
  ctrl: false,
  alt: false,
  shift: false,
  ...held,
});

test.each<[string, Place, string | null]>([
  [" ", "page", "playPause"],
  [" ", "list", "playPause"],
  [" ", "button", null],
  [" ", "text", null],
  ["j", "list", "back"],
  ["L", "page", "forward"],
  ["ArrowLeft", "page", "back"],
  ["ArrowRight", "list", null],
  ["ArrowRight", "slider", null],
  ["[", "list", "slower"],
  ["]", "button", "faster"],
  [">", "page", "faster"],
  ["]", "text", null],
  ["/", "page", "filter"],
  ["/", "text", null],
  ["?", "button", "help"],
  ["d", "overlay", null],
  ["Escape", "page", "escape"],
  ["x", "page", null],
])("%s on the %s", (key, place, command) => {
  expect(commandOf(press(key), place, false)).toBe(command);
});

test("G begins a sequence that the next letter ends", () => {
  expect(commandOf(press("g"), "page", false)).toBe("begin");
  expect(commandOf(press("s"), "page", true)).toBe("goSubscriptions");
  expect(commandOf(press("p"), "page", true)).toBe("goSettings");
  expect(commandOf(press("j"), "page", true)).toBe("back");
});

test("the palette opens even from a field, and other combinations are left alone", () => {
  expect(commandOf(press("k", { ctrl: true }), "text", false)).toBe("palette");
  expect(commandOf(press("d", { ctrl: true }), "page", false)).toBeNull();
  expect(commandOf(press("ArrowLeft", { alt: true }), "page", false)).toBe("historyBack");
});

test.each([
  ["+", "zoomIn"],
  ["=", "zoomIn"],
  ["-", "zoomOut"],
  ["0", "zoomReset"],
  ["à", "zoomReset"],
  ["q", "quit"],
])("Ctrl and %s, wherever the focus is", (key, command) => {
  expect(commandOf(press(key, { ctrl: true }), "text", false)).toBe(command);
  expect(commandOf(press(key, { ctrl: true, alt: true }), "page", false)).toBeNull();
});

test("brackets that are typed with AltGr", () => {
  const held = { ctrl: true, alt: true };
  expect(commandOf(press("[", held), "page", false)).toBe("slower");
  expect(commandOf(press("]", held), "text", false)).toBeNull();
});

test("no two commands share their keys", () => {
  const shown = bindings.flatMap(({ all }) => all.flatMap((it) => it.shown.map(String)));
  expect(new Set(shown).size).toBe(shown.length);
});
