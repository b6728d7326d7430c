import { useCanGoBack, useRouter, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";

const MOUSE_BACK = 3;
const MOUSE_FORWARD = 4;

/** The side buttons of the mouse go through the history, as in a browser. */
export function useHistoryGestures(): void {
  const { history } = useRouter();
  useEffect(() => {
    const go = (event: MouseEvent) => {
      if (event.button !== MOUSE_BACK && event.button !== MOUSE_FORWARD) return;
      event.preventDefault();
      if (event.button === MOUSE_BACK) history.back();
      else history.forward();
    };
    window.addEventListener("mouseup", go);
    return () => window.removeEventListener("mouseup", go);
  }, [history]);
}

const FURTHEST = "balados.furthest";

/** How far the history reaches ahead; the browser does not tell, and a reload forgets. */
export function useHistoryReach(): void {
  const { history } = useRouter();
  useEffect(
    () =>
      history.subscribe(({ location, action }) => {
        if (action.type !== "PUSH") return;
        sessionStorage.setItem(FURTHEST, String(location.state.__TSR_index));
      }),
    [history],
  );
}

/** Where the visible buttons can go. */
export function useHistoryPlace(): { canGoBack: boolean; canGoForward: boolean } {
  const canGoBack = useCanGoBack();
  const index = useRouterState({ select: (state) => state.location.state.__TSR_index });
  return { canGoBack, canGoForward: index < Number(sessionStorage.getItem(FURTHEST) ?? 0) };
}
