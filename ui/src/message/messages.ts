/** What the quiet line above the player says: one thing at a time, the newest. */
export type Message = {
  tone: "info" | "error";
  text: string;
  action?: MessageAction;
  /** What else can be done, before it. */
  also?: MessageAction;
};
type MessageAction = { label: string; run: () => void };
export type Shown = Message & { id: number };

/** Long enough to read and reach for Undo; an error stays until it is dismissed or replaced. */
export const INFO_LASTS_MS = 10_000;

export class Messages {
  #shown: Shown | null = null;
  #next = 1;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  readonly shown = (): Shown | null => this.#shown;

  say(message: Message): void {
    this.#shown = { ...message, id: this.#next };
    this.#next += 1;
    this.#tell();
  }

  dismiss(id: number): void {
    if (this.#shown?.id !== id) return;
    this.#shown = null;
    this.#tell();
  }

  #tell(): void {
    for (const changed of this.#listeners) changed();
  }
}
