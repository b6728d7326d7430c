import { type RefObject, useEffect, useRef } from "react";

/** Whoever cannot see that another step has come is brought to its heading; not to the first one. */
export function useFocusOnStep(region: RefObject<HTMLElement | null>, step: string): void {
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    region.current?.querySelector<HTMLElement>("[data-step-heading]")?.focus();
  }, [region, step]);
}
