import type { TFunction } from "i18next";
import type { WaitingChange } from "../backend/bindings";

const kinds = [
  "subscription",
  "listening",
  "like",
  "bookmark",
  "playlist",
  "playlist_item",
  "collection",
  "collection_feed",
  "setting",
  "privacy",
  "device",
] as const;

/** What was done; a kind of a newer backend is just a change. */
export function kindWords(t: TFunction, kind: string): string {
  return t(`sync.waiting.kind.${kinds.find((it) => it === kind) ?? "unknown"}`);
}

/** Things of a kind, in the middle of a sentence. */
export function stayingWords(t: TFunction, kind: string): string {
  return t(`sync.staying.kind.${kinds.find((it) => it === kind) ?? "unknown"}`);
}

/** What it was done to. */
export function changeTitle(t: TFunction, change: WaitingChange): string {
  return change.episodeTitle ?? change.podcastTitle ?? kindWords(t, change.kind);
}
