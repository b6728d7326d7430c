import type { Bookmark } from "../backend/bindings";

/** The bookmark whose note is being written, wherever that was asked for. */
export class Noting {
  #bookmark: Bookmark | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  readonly bookmark = (): Bookmark | null => this.#bookmark;

  begin(bookmark: Bookmark): void {
    this.#set(bookmark);
  }

  end(): void {
    this.#set(null);
  }

  #set(bookmark: Bookmark | null): void {
    this.#bookmark = bookmark;
    for (const changed of this.#listeners) changed();
  }
}
