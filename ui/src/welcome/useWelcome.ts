import { useQuery } from "@tanstack/react-query";
import { useActions } from "../app/actions";
import { useKept } from "../app/useKept";
import { settingsQuery } from "../backend/queries";

export const STEPS = ["podcasts", "background", "account"] as const;
export type Step = (typeof STEPS)[number];

/** Where the listener is in the first steps, also after a restart. */
export function useWelcome() {
  const [kept, go] = useKept<Step | "notBegun">("welcome", ["notBegun", ...STEPS]);
  const { settings } = useActions();
  const { data } = useQuery(settingsQuery);
  return {
    /** Nobody who has podcasts already is welcomed. */
    hasBegun: kept !== "notBegun",
    step: kept === "notBegun" ? "podcasts" : kept,
    go,
    /** Until they were taken or passed over. */
    isOpen: data?.welcomed === false,
    end: () => void settings.change({ welcomed: true }),
  };
}

export type WelcomeState = ReturnType<typeof useWelcome>;
