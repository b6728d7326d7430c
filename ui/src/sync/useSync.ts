import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { SyncState, SyncView } from "../backend/bindings";
import { syncQuery } from "../backend/queries";
import { isBusy } from "./standing";

/** A short exchange is nothing to show: every change is followed by one. */
const LASTS_MS = 700;

/** `Last exchange 2 minutes ago` is true for about as long. */
const TICK_MS = 20_000;

export function useSync() {
  const query = useQuery(syncQuery);
  return { query, view: useCalm(query.data) };
}

/** What was settled stays until being busy has lasted, so that nothing flickers. */
function useCalm(view: SyncView | undefined): SyncView | undefined {
  const [settled, setSettled] = useState<SyncState | null>(null);
  const busy = view ? isBusy(view.state) : false;
  if (view && !busy && settled !== view.state) setSettled(view.state);
  const late = useLate(busy);
  return view && busy && !late && settled ? { ...view, state: settled } : view;
}

function useLate(flag: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!flag) return;
    const timer = setTimeout(() => setLate(true), LASTS_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [flag]);
  return late;
}

/** The time, every now and then. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
