import { useRouter } from "@tanstack/react-router";
import { type RefObject, useEffect } from "react";

const STORED = "balados.scroll";
/** A list that is still being measured gets this long to grow to where it was. */
const PATIENCE_MS = 1500;

type Places = Record<string, number>;

function storedPlaces(): Places {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? "{}") as Places;
  } catch {
    return {};
  }
}

/** Scrolls `element` to `top` as soon as it is tall enough; the listener's own scrolling wins. */
function restore(element: HTMLElement, top: number): () => void {
  element.scrollTop = top;
  const isThere = () => Math.abs(element.scrollTop - top) < 2;
  if (isThere()) return () => {};
  const growth = new ResizeObserver(() => {
    element.scrollTop = top;
    if (isThere()) stop();
  });
  const timer = setTimeout(() => stop(), PATIENCE_MS);
  const stop = () => {
    growth.disconnect();
    clearTimeout(timer);
    element.removeEventListener("wheel", stop);
    element.removeEventListener("pointerdown", stop);
  };
  for (const child of element.children) growth.observe(child);
  element.addEventListener("wheel", stop, { passive: true });
  element.addEventListener("pointerdown", stop);
  return stop;
}

/** Keeps the place of every page in the history, over a reload too; a new page starts at its top. */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  useEffect(() => {
    const places = storedPlaces();
    let stop = () => {};
    const keyOf = (location: { state: { __TSR_key?: string } }) => location.state.__TSR_key ?? "";
    const remember = () => {
      const element = scroller.current;
      if (element) places[keyOf(router.state.location)] = element.scrollTop;
    };
    const store = () => {
      remember();
      sessionStorage.setItem(STORED, JSON.stringify(places));
    };
    const leave = router.subscribe("onBeforeNavigate", ({ fromLocation }) => {
      const element = scroller.current;
      if (fromLocation && element) places[keyOf(fromLocation)] = element.scrollTop;
    });
    const arrive = router.subscribe("onRendered", ({ toLocation, fromLocation }) => {
      const element = scroller.current;
      if (!element) return;
      const place = places[keyOf(toLocation)];
      const isNewPage = fromLocation?.pathname !== toLocation.pathname;
      if (place === undefined && !isNewPage) return;
      stop();
      stop = restore(element, place ?? 0);
      if (isNewPage && fromLocation) focusPage(element);
    });
    window.addEventListener("pagehide", store);
    return () => {
      leave();
      arrive();
      stop();
      window.removeEventListener("pagehide", store);
    };
  }, [router, scroller]);
}

/** Screen readers and Tab go on from the new page, unless the page has placed the focus itself. */
function focusPage(main: HTMLElement): void {
  if (main.contains(document.activeElement) && document.activeElement !== main) return;
  if (document.activeElement?.closest("[role=dialog]")) return;
  main.focus({ preventScroll: true });
}
