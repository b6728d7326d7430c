import { useState } from "react";

/** One of `values`, kept by the web view for the next start. How things look, never what they are. */
export function useKept<T extends string>(
  name: string,
  values: readonly [T, ...T[]],
): [value: T, keep: (value: T) => void] {
  const key = `balados.${name}`;
  const [value, setValue] = useState<T>(() => {
    const kept = localStorage.getItem(key);
    return values.find((it) => it === kept) ?? values[0];
  });
  const keep = (next: T) => {
    localStorage.setItem(key, next);
    setValue(next);
  };
  return [value, keep];
}
