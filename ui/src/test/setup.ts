import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

// The machine that runs this may be busy with other things.
configure({ asyncUtilTimeout: 8_000 });

class Sizes implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** Nothing comes into sight by itself: a test that scrolls asks for more itself. */
class Sights implements IntersectionObserver {
  readonly root = null;
  readonly rootMargin = "";
  readonly scrollMargin = "";
  readonly thresholds = [];
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}

/** jsdom lays nothing out: a window of this size, so that virtual lists show what fits in it. */
const WINDOW = { width: 1280, height: 1000 };

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", Sizes);
  vi.stubGlobal("IntersectionObserver", Sights);
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: query.includes("min-width: 720px"),
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  vi.stubGlobal("innerHeight", WINDOW.height);
  Element.prototype.scrollIntoView = () => {};
  window.scrollTo = () => {};
  for (const [name, value] of [
    ["clientWidth", WINDOW.width],
    ["clientHeight", WINDOW.height],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  }
  HTMLCanvasElement.prototype.getContext = (() => null) as never;
  HTMLImageElement.prototype.decode = () => Promise.reject(new Error("nothing is drawn here"));
});

afterEach(() => {
  cleanup();
  // What was said about a button that is gone would be a fault of the next page.
  for (const it of document.querySelectorAll("[data-live-announcer] [role=log] > *")) it.remove();
  localStorage.clear();
  sessionStorage.clear();
});
