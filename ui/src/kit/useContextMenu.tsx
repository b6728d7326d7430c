import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import { type Action, ContextMenu } from "./Actions";

type Offer = { label: string; actions: readonly Action[] };

/**
 * A context menu for the items of a list, which carry their key as `data-key`.
 * `offer` says what can be done with the item of a key.
 */
export function useContextMenu(offer: (key: string) => Offer | null): {
  onContextMenu: (event: MouseEvent<HTMLElement>) => void;
  menu: ReactNode;
} {
  const anchor = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState<{ offer: Offer; x: number; y: number } | null>(null);

  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const item = (event.target as HTMLElement).closest<HTMLElement>("[data-key]");
    const offered = item?.dataset.key === undefined ? null : offer(item.dataset.key);
    if (!item || !offered) return;
    event.preventDefault();
    const box = item.getBoundingClientRect();
    // The keyboard's menu key has no place of its own.
    const hasPlace = event.clientX !== 0 || event.clientY !== 0;
    setOpen({
      offer: offered,
      x: hasPlace ? event.clientX : box.left + 48,
      y: hasPlace ? event.clientY : box.top + box.height / 2,
    });
  };

  const menu = (
    <>
      <span
        ref={anchor}
        aria-hidden="true"
        className="pointer-events-none fixed size-0"
        style={{ left: open?.x ?? 0, top: open?.y ?? 0 }}
      />
      {open ? <ContextMenu {...open.offer} anchor={anchor} onClose={() => setOpen(null)} /> : null}
    </>
  );
  return { onContextMenu, menu };
}
