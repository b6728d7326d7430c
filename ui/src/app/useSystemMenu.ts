import { useEffect } from "react";

/**
 * Keeps the web view's own context menu away, with its ways of a browser: reload, back, open in a new
 * window. Where text is written, or has been selected, it has what belongs there.
 */
export function useSystemMenu(): void {
  useEffect(() => {
    const asked = (event: MouseEvent) => {
      if (!isForText(event.target)) event.preventDefault();
    };
    window.addEventListener("contextmenu", asked);
    return () => window.removeEventListener("contextmenu", asked);
  }, []);
}

function isForText(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("input, textarea, [contenteditable='true']")) return true;
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(target, true);
}
