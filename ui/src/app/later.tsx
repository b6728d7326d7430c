import { type ReactNode, Suspense, useEffect, useSyncExternalStore } from "react";

/** A first page that cannot be read keeps nothing else away for longer. */
const PATIENCE_MS = 1000;

let isDrawn = false;
const waiting = new Set<() => void>();

/** The first page is on screen: what else there is to read is read now. */
export function sayDrawn(): void {
  isDrawn = true;
  for (const tell of waiting) tell();
}

export function useDrawnAtLatest(): void {
  useEffect(() => {
    const late = setTimeout(sayDrawn, PATIENCE_MS);
    return () => clearTimeout(late);
  }, []);
}

function useIsDrawn(): boolean {
  return useSyncExternalStore(
    (tell) => {
      waiting.add(tell);
      return () => waiting.delete(tell);
    },
    () => isDrawn,
  );
}

type LaterProps = {
  isOpen?: boolean;
  /** Held for it while it opens. */
  place?: ReactNode;
  children: ReactNode;
};

/**
 * A part that the first page does without: it is drawn, and its code read where it is lazy, once that
 * page is on screen, or when the part opens.
 */
export function Later({ isOpen = false, place = null, children }: LaterProps) {
  const isDrawn = useIsDrawn();
  if (!isDrawn && !isOpen) return null;
  return <Suspense fallback={isOpen ? place : null}>{children}</Suspense>;
}
