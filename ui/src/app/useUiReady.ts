import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { backend } from "../backend/backend";
import { sayDrawn } from "./later";
import { readPages } from "./router";
import { type Services, useServices } from "./services";

const told = new WeakSet<Services>();

/** Tells the backend, once, that the first page can be used. What else there is to read is read then. */
export function useUiReady(ready: boolean): void {
  const services = useServices();
  const router = useRouter();
  useEffect(() => {
    if (!ready || told.has(services)) return;
    told.add(services);
    // After the paint that shows it.
    requestAnimationFrame(
      () =>
        void backend.uiReady().finally(() => {
          sayDrawn();
          readPages(router);
        }),
    );
  }, [ready, services, router]);
}
