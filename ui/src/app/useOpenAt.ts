import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { backend, listen } from "../backend/backend";
import type { Place } from "../backend/bindings";
import type { AppRouter } from "./router";

/** Goes where something outside the window asks: a notice, a link, the tray. */
export function useOpenAt(): void {
  const router = useRouter();
  useEffect(() => {
    const go = async () => {
      const place = await backend.takePlace();
      if (place) await open(router, place);
    };
    const { begun, stop } = listen((event) => {
      if (event.type === "placeWaits") void go();
    });
    // What was asked for before this window could hear it.
    void begun.then(go);
    return stop;
  }, [router]);
}

function open(router: AppRouter, place: Place): Promise<void> {
  switch (place.kind) {
    case "subscriptions":
      return router.navigate({ to: "/subscriptions" });
    case "podcast":
      return router.navigate({ to: "/podcast/$podcastId", params: { podcastId: place.id } });
    case "episode":
      return router.navigate({ to: "/episode/$episodeId", params: { episodeId: place.id } });
    case "sync":
      return router.navigate({ to: "/sync" });
    case "settings":
      return router.navigate({ to: "/settings" });
  }
}
