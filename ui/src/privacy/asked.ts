import { useSyncExternalStore } from "react";
import { useServices } from "../app/services";
import type { PodcastSummary } from "../backend/bindings";

/** What a menu asks about a show; one dialog for all menus. */
export type Asked = { about: "keepHere" | "level"; podcast: PodcastSummary };

export class AskedStore {
  #asked: Asked | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  readonly now = (): Asked | null => this.#asked;

  ask(asked: Asked | null): void {
    this.#asked = asked;
    for (const changed of this.#listeners) changed();
  }
}

export function useAsked(): Asked | null {
  const { asked } = useServices();
  return useSyncExternalStore(asked.subscribe, asked.now);
}
