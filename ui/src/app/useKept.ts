import { useState } from "react";

const keyOf = (name: string) => `balados.${name}`;

/** Which of `values` was kept; the first one where none was. */
export function kept<T extends string>(name: string, values: readonly [T, ...T[]]): T {
  const value = localStorage.getItem(keyOf(name));
  return values.find((it) => it === value) ?? values[0];
}

/** One of `values`, kept by the web view for the next start. How things look, never what they are. */
export function useKept<T extends string>(
  name: string,
  values: readonly [T, ...T[]],
): [value: T, keep: (value: T) => void] {
  const [value, setValue] = useState<T>(() => kept(name, values));
  const keep = (next: T) => {
    localStorage.setItem(keyOf(name), next);
    setValue(next);
  };
  return [value, keep];
}
