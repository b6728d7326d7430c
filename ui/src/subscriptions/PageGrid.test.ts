import { Size } from "react-aria-components";
import { expect, test } from "vitest";
import { PageGrid } from "./PageGrid";

const SPACE = 24;

/** Where the cards of the first row stand in a list that is `width` wide. */
function rowOf(width: number): { x: number; maxX: number }[] {
  const cards = Array.from({ length: 40 }, (_, key) => ({ key, type: "item" }));
  const byKey = new Map(cards.map((card) => [card.key, card]));
  const collection = Object.assign(cards.slice(), {
    size: cards.length,
    getItem: (key: number) => byKey.get(key) ?? null,
    getLastKey: () => cards.length - 1,
    getKeyBefore: (key: number) => key - 1,
  });
  const grid = new PageGrid<object>();
  grid.virtualizer = { size: new Size(width, 800), collection } as never;
  grid.update({
    sizeChanged: true,
    layoutOptions: {
      minItemSize: new Size(156, 228),
      maxItemSize: new Size(336, 408),
      preserveAspectRatio: true,
      minSpace: new Size(SPACE, SPACE),
    },
  });
  const all = cards.map(({ key }) => grid.getLayoutInfo(key)?.rect);
  return all.filter((rect) => rect !== undefined && rect.y === all[0]?.y) as never;
}

test.each([360, 720, 1055, 1056, 1057, 1600])("a list of %i pixels is filled", (width) => {
  const row = rowOf(width);
  expect(row[0]?.x).toBe(SPACE);
  expect(row.at(-1)?.maxX).toBeCloseTo(width - SPACE);
  for (const [nth, card] of row.slice(1).entries()) {
    expect(card.x - (row[nth]?.maxX ?? 0)).toBeCloseTo(SPACE);
  }
});
