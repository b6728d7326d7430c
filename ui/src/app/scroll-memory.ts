import { useRouter } from "@tanstack/react-router";
import { type RefObject, useEffect } from "react";
import { keepPlace, lastPlace } from "./last-place";

const STORED = "balados.scroll";
/** A list that is still being read gets this long to grow once more, until it is where it was. */
const PATIENCE_MS = 1500;
/** A place that was held this long is kept for the next window. */
const SETTLED_MS = 300;

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
  let timer = setTimeout(() => stop(), PATIENCE_MS);
  const growth = new ResizeObserver(() => {
    element.scrollTop = top;
    clearTimeout(timer);
    timer = setTimeout(() => stop(), PATIENCE_MS);
    if (isThere()) stop();
  });
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

/**
 * Keeps the place of every page in the history, over a reload too; a new page starts at its top. The
 * page that was last shown finds its place in the next window.
 */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  useEffect(() => {
    const places = storedPlaces();
    let stop = () => {};
    const keyOf = (location: { state: { __TSR_key?: string } }) => location.state.__TSR_key ?? "";
    const keep = () => {
      const { href } = router.state.location;
      keepPlace({ href, top: scroller.current?.scrollTop ?? 0 });
    };
    let settling: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      clearTimeout(settling);
      settling = setTimeout(keep, SETTLED_MS);
    };
    const store = () => {
      const element = scroller.current;
      if (element) places[keyOf(router.state.location)] = element.scrollTop;
      sessionStorage.setItem(STORED, JSON.stringify(places));
      keep();
    };
    const leave = router.subscribe("onBeforeNavigate", ({ fromLocation }) => {
      const element = scroller.current;
      if (fromLocation && element) places[keyOf(fromLocation)] = element.scrollTop;
    });
    const arrive = router.subscribe("onRendered", ({ toLocation, fromLocation }) => {
      const element = scroller.current;
      if (!element) return;
      const isFirst = !fromLocation;
      const place =
        places[keyOf(toLocation)] ?? (isFirst ? placeBefore(toLocation.href) : undefined);
      settle();
      const isNewPage = fromLocation?.pathname !== toLocation.pathname;
      if (place === undefined && !isNewPage) return;
      stop();
      stop = restore(element, place ?? 0);
      if (isNewPage && fromLocation) focusPage(element);
    });
    const element = scroller.current;
    element?.addEventListener("scroll", settle, { passive: true });
    window.addEventListener("pagehide", store);
    return () => {
      clearTimeout(settling);
      element?.removeEventListener("scroll", settle);
      leave();
      arrive();
      stop();
      window.removeEventListener("pagehide", store);
    };
  }, [router, scroller]);
}

function placeBefore(href: string): number | undefined {
  const last = lastPlace();
  return last?.href === href ? last.top : undefined;
}

/** Screen readers and Tab go on from the new page, unless the page has placed the focus itself. */
function focusPage(main: HTMLElement): void {
  if (main.contains(document.activeElement) && document.activeElement !== main) return;
  if (document.activeElement?.closest("[role=dialog]")) return;
  main.focus({ preventScroll: true });
}
