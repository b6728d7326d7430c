import { useEffect } from "react";
import { backend } from "../backend/backend";
import { type Services, useServices } from "./services";

const told = new WeakSet<Services>();

/** Tells the backend, once, that the first page can be used. */
export function useUiReady(ready: boolean): void {
  const services = useServices();
  useEffect(() => {
    if (!ready || told.has(services)) return;
    told.add(services);
    // After the paint that shows it.
    requestAnimationFrame(() => void backend.uiReady());
  }, [ready, services]);
}
