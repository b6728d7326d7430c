// How large the page is shown, in percent of how it was drawn.

export const UNZOOMED = 100;
export const ZOOMS: readonly number[] = [
  50,
  67,
  80,
  90,
  UNZOOMED,
  110,
  125,
  150,
  175,
  200,
  250,
  300,
];

/** The next larger step; the largest stays. */
export const zoomedIn = (zoom: number): number => ZOOMS.find((it) => it > zoom) ?? zoom;

/** The next smaller step; the smallest stays. */
export const zoomedOut = (zoom: number): number => ZOOMS.findLast((it) => it < zoom) ?? zoom;
