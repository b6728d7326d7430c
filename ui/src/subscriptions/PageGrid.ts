import { GridLayout, type GridLayoutOptions, Size } from "react-aria-components";

/**
 * A grid with the edges of its page: the first card begins below the title, the last one ends below
 * the buttons. `GridLayout` shares out what its whole pixels leave over, and so stands a little aside.
 */
export class PageGrid<T> extends GridLayout<T> {
  override update(context: Parameters<GridLayout<T>["update"]>[0]): void {
    super.update(context);
    const { virtualizer, numColumns } = this;
    if (!virtualizer) return;
    const space = spaceOf(context.layoutOptions);
    const width = (virtualizer.size.width - space) / numColumns - space;
    let place = 0;
    for (const { key, type } of virtualizer.collection) {
      const card = type === "item" ? this.getLayoutInfo(key) : null;
      if (!card) continue;
      card.rect.x = space + (place % numColumns) * (width + space);
      card.rect.width = width;
      place += 1;
    }
    this.gap = new Size(space, this.gap.height);
  }
}

function spaceOf(options: GridLayoutOptions | undefined): number {
  return options?.minSpace?.width ?? 0;
}
