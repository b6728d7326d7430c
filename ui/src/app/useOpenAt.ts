import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { backend, listen } from "../backend/backend";
import type { Place } from "../backend/bindings";
import { keys } from "../backend/queries";
import { openLink } from "../link/open-link";
import { attempt, sayProblem } from "./attempt";
import type { AppRouter } from "./router";
import { type Services, useServices } from "./services";

/** Goes where something outside the window asks: a notice, a link, the tray. */
export function useOpenAt(): void {
  const router = useRouter();
  const services = useServices();
  useEffect(() => {
    const go = async () => {
      const place = await backend.takePlace();
      if (place) await open(services, router, place);
    };
    const { begun, stop } = listen((event) => {
      if (event.type === "placeWaits") void go();
    });
    // What was asked for before this window could hear it.
    void begun.then(go);
    return stop;
  }, [router, services]);
}

async function open(services: Services, router: AppRouter, place: Place): Promise<void> {
  switch (place.kind) {
    case "link":
      await attempt(services, () => openLink(services, router, place.link));
      return;
    case "nowhere":
      return sayProblem(services, place.error);
    case "subscriptions":
      return router.navigate({ to: "/subscriptions" });
    case "import":
      // Another file than the one that is shown.
      void services.client.invalidateQueries({ queryKey: keys.importPreview });
      return router.navigate({ to: "/import" });
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
