import { useEffect, useState } from "react";

const SETTLES_MS = 150;

/** A text that is typed here and, once it settles, becomes part of the page's place. */
export function useSearchText(
  settled: string,
  settle: (text: string) => void,
): [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(settled);
  const [known, setKnown] = useState(settled);
  const [sent, setSent] = useState(settled);
  // Back and forward change the place from outside; what was sent from here comes back late.
  if (known !== settled) {
    setKnown(settled);
    if (settled !== sent) setText(settled);
  }
  useEffect(() => {
    if (text === sent) return;
    const timer = setTimeout(() => {
      setSent(text);
      settle(text);
    }, SETTLES_MS);
    return () => clearTimeout(timer);
  }, [text, sent, settle]);
  return [text, setText];
}
