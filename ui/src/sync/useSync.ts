import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { SyncView } from "../backend/bindings";
import { syncQuery } from "../backend/queries";
import { isPassing, standingOf } from "./standing";

/** Every change waits for a moment and is then exchanged; only what takes longer is shown. */
const LASTS_MS = 700;

/** `Last exchange 2 minutes ago` is true for about as long. */
const TICK_MS = 20_000;

export function useSync() {
  const query = useQuery(syncQuery);
  return { query, view: useCalm(query.data) };
}

/** What was settled stays until what passes has lasted, so that nothing flickers. */
function useCalm(view: SyncView | undefined): SyncView | undefined {
  const [settled, setSettled] = useState<SyncView | null>(null);
  const passing = view ? isPassing(standingOf(view)) : false;
  if (view && !passing && settled !== view) setSettled(view);
  const late = useLate(passing);
  if (!view || !passing || late || !settled) return view;
  const { state, waiting, refused } = settled;
  return { ...view, state, waiting, refused };
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
