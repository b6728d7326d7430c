import type { TFunction } from "i18next";

export type Command =
  | "playPause"
  | "back"
  | "forward"
  | "slower"
  | "faster"
  | "mute"
  | "next"
  | "sleep"
  | "queue"
  | "download"
  | "like"
  | "bookmark"
  | "filter"
  | "palette"
  | "help"
  | "add"
  | "goSubscriptions"
  | "goQueue"
  | "goPlaylists"
  | "goCollections"
  | "goPlaying"
  | "goLikes"
  | "goSettings"
  | "goSync"
  | "goDiscover"
  | "historyBack"
  | "historyForward"
  | "escape"
  | "zoomIn"
  | "zoomOut"
  | "zoomReset"
  | "quit";

/** A key as a keyboard event names it, with what is held down. */
export type Press = { key: string; ctrl: boolean; alt: boolean; shift: boolean };

/** What has the focus, as far as keys mean something else there. */
export type Place = "page" | "list" | "button" | "slider" | "text" | "overlay";

type Binding = {
  command: Command;
  /** Keys that are pressed together, as shown; several where there is a choice. */
  shown: readonly (readonly string[])[];
  /** Whether the keys follow one another. */
  sequence?: boolean;
};

export const bindings: readonly { group: "playback" | "navigation"; all: readonly Binding[] }[] = [
  {
    group: "playback",
    all: [
      { command: "playPause", shown: [["space"]] },
      { command: "back", shown: [["J"], ["←"]] },
      { command: "forward", shown: [["L"], ["→"]] },
      { command: "slower", shown: [["["], ["<"]] },
      { command: "faster", shown: [["]"], [">"]] },
      { command: "mute", shown: [["M"]] },
      { command: "next", shown: [["N"]] },
      { command: "queue", shown: [["Q"]] },
      { command: "download", shown: [["D"]] },
      { command: "like", shown: [["H"]] },
      { command: "bookmark", shown: [["B"]] },
      { command: "sleep", shown: [["Z"]] },
    ],
  },
  {
    group: "navigation",
    all: [
      { command: "palette", shown: [["ctrl", "K"]] },
      { command: "filter", shown: [["/"]] },
      { command: "add", shown: [["A"]] },
      { command: "goSubscriptions", shown: [["G", "S"]], sequence: true },
      { command: "goQueue", shown: [["G", "Q"]], sequence: true },
      { command: "goPlaylists", shown: [["G", "T"]], sequence: true },
      { command: "goCollections", shown: [["G", "C"]], sequence: true },
      { command: "goDiscover", shown: [["G", "E"]], sequence: true },
      { command: "goPlaying", shown: [["G", "N"]], sequence: true },
      { command: "goLikes", shown: [["G", "L"]], sequence: true },
      { command: "goSettings", shown: [["G", "P"]], sequence: true },
      { command: "goSync", shown: [["G", "Y"]], sequence: true },
      { command: "historyBack", shown: [["alt", "←"]] },
      { command: "historyForward", shown: [["alt", "→"]] },
      { command: "escape", shown: [["escape"]] },
      { command: "zoomIn", shown: [["ctrl", "+"]] },
      { command: "zoomOut", shown: [["ctrl", "−"]] },
      { command: "zoomReset", shown: [["ctrl", "0"]] },
      { command: "quit", shown: [["ctrl", "Q"]] },
      { command: "help", shown: [["?"]] },
    ],
  },
];

/** On many keyboards they are typed with AltGr, which Windows calls Ctrl and Alt together. */
const brackets: Record<string, Command> = { "[": "slower", "]": "faster" };

const letters: Record<string, Command> = {
  ...brackets,
  "<": "slower",
  ">": "faster",
  j: "back",
  l: "forward",
  m: "mute",
  n: "next",
  q: "queue",
  d: "download",
  h: "like",
  b: "bookmark",
  z: "sleep",
  a: "add",
  "/": "filter",
  "?": "help",
};

/** What keyboards have on these keys, held down with Ctrl: a French 0 is an à. */
const withCtrl: Record<string, Command> = {
  k: "palette",
  q: "quit",
  "+": "zoomIn",
  "=": "zoomIn",
  "-": "zoomOut",
  _: "zoomOut",
  "0": "zoomReset",
  à: "zoomReset",
};

const afterG: Record<string, Command> = {
  s: "goSubscriptions",
  q: "goQueue",
  t: "goPlaylists",
  c: "goCollections",
  n: "goPlaying",
  l: "goLikes",
  p: "goSettings",
  y: "goSync",
  e: "goDiscover",
};

/** What a press asks for; `begun` is whether G was pressed just before. */
export function commandOf(press: Press, place: Place, begun: boolean): Command | "begin" | null {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const isTyping = place === "text" || place === "overlay";
  if (press.ctrl && press.alt) return isTyping ? null : (brackets[key] ?? null);
  if (press.ctrl) return withCtrl[key] ?? null;
  if (press.alt) {
    if (key === "ArrowLeft") return "historyBack";
    return key === "ArrowRight" ? "historyForward" : null;
  }
  if (isTyping) return null;
  if (begun && afterG[key]) return afterG[key];
  if (key === "g") return "begin";
  if (key === "Escape") return "escape";
  if (key === " ") return place === "page" || place === "list" ? "playPause" : null;
  if (place === "page" && !press.shift) {
    if (key === "ArrowLeft") return "back";
    if (key === "ArrowRight") return "forward";
  }
  return letters[key] ?? null;
}

const TEXT = "input:not([type=range]), textarea, select, [contenteditable=true]";
const OVERLAY = "[role=dialog], [role=menu], [role=listbox], [role=option], [role=menuitem]";
const BUTTON = "button, a[href], summary, [role=button], [role=radio], [role=link]";

export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof Element)) return "page";
  if (target.closest(OVERLAY)) return "overlay";
  if (target.matches("input[type=range], [role=slider]")) return "slider";
  if (target.matches(TEXT)) return "text";
  if (target.matches(BUTTON)) return "button";
  return target.closest("[role=grid]") ? "list" : "page";
}

const named = ["space", "ctrl", "alt", "shift", "enter", "escape"] as const;

export function keyLabel(t: TFunction, key: string): string {
  const name = named.find((it) => it === key);
  return name ? t(`key.${name}`) : key;
}

/** A shortcut in words, for tooltips. */
export function shortcutLabel(t: TFunction, command: Command): string {
  const binding = bindings.flatMap(({ all }) => all).find((it) => it.command === command);
  const keys = binding?.shown[0] ?? [];
  return keys.map((key) => keyLabel(t, key)).join(binding?.sequence ? " " : "+");
}
