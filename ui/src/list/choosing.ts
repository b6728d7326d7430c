/** Things, by their ids, for which a list or group is being chosen; at most one choice at a time. */
export class Choosing {
  #chosen: readonly number[] | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  readonly chosen = (): readonly number[] | null => this.#chosen;

  begin(chosen: readonly number[]): void {
    this.#set(chosen);
  }

  end(): void {
    this.#set(null);
  }

  #set(chosen: readonly number[] | null): void {
    this.#chosen = chosen;
    for (const changed of this.#listeners) changed();
  }
}
