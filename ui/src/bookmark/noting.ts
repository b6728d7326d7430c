import type { Bookmark } from "../backend/bindings";

/** It stays what it was while its sheet goes. */
export type Note = { bookmark: Bookmark; isOpen: boolean };

/** The bookmark whose note is being written, wherever that was asked for. */
export class Noting {
  #note: Note | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  readonly note = (): Note | null => this.#note;

  begin(bookmark: Bookmark): void {
    this.#set({ bookmark, isOpen: true });
  }

  end(): void {
    if (this.#note) this.#set({ ...this.#note, isOpen: false });
  }

  #set(note: Note): void {
    this.#note = note;
    for (const changed of this.#listeners) changed();
  }
}
