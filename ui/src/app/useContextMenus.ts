import { useEffect } from "react";

/**
 * Context menus are the app's own. The web view's, with its ways of a browser (reload, back, open in a
 * new window), is kept away but where text is written or has been selected. WebKitGTK does not ask a
 * row of a list for a menu when the keys for it are pressed, so that is done here.
 */
export function useContextMenus(): void {
  useEffect(() => {
    const asked = (event: MouseEvent) => {
      if (!isForText(event.target)) event.preventDefault();
    };
    const pressed = (event: KeyboardEvent) => {
      const isMenuKey = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
      const focused = document.activeElement;
      if (!isMenuKey || focused === null || isForText(focused)) return;
      event.preventDefault();
      // Without a place: who answers opens its menu at what has the focus.
      focused.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
    };
    window.addEventListener("contextmenu", asked);
    window.addEventListener("keydown", pressed, { capture: true });
    return () => {
      window.removeEventListener("contextmenu", asked);
      window.removeEventListener("keydown", pressed, { capture: true });
    };
  }, []);
}

function isForText(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("input, textarea, [contenteditable='true']")) return true;
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(target, true);
}
