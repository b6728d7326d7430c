import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useServices } from "../app/services";
import { asIpcError, backend } from "../backend/backend";
import type { FeedChoice, IpcError } from "../backend/bindings";
import { keys } from "../backend/queries";

export type AddState =
  | { kind: "asking"; error: IpcError | null }
  | { kind: "reading"; address: string }
  | { kind: "choosing"; pageTitle: string | null; feeds: FeedChoice[] };

export type AddOptions = {
  onDone: () => void;
  /** The first page leaves by itself as soon as the podcast is there: that is no giving up. */
  givesUpOnLeave: boolean;
};

/** From an address to a podcast, through reading, a choice of feeds, or a failure. */
export function useAdd({ onDone, givesUpOnLeave }: AddOptions) {
  const { messages, i18n } = useServices();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [address, setAddress] = useState("");
  const [state, setState] = useState<AddState>({ kind: "asking", error: null });
  // A late answer to an attempt that was given up is dropped.
  const attempt = useRef(0);
  const isReading = useRef(false);

  useEffect(
    () => () => {
      if (!givesUpOnLeave || !isReading.current) return;
      attempt.current += 1;
      void backend.cancelAdd();
    },
    [givesUpOnLeave],
  );

  const open = (podcastId: number) => {
    onDone();
    void navigate({ to: "/podcast/$podcastId", params: { podcastId } });
  };

  const read = async (wanted: string): Promise<void> => {
    attempt.current += 1;
    const mine = attempt.current;
    isReading.current = true;
    setState({ kind: "reading", address: wanted });
    try {
      const outcome = await backend.addPodcast(wanted);
      if (attempt.current !== mine) return;
      isReading.current = false;
      if (outcome.kind === "choices") {
        setState({ kind: "choosing", pageTitle: outcome.pageTitle, feeds: outcome.feeds });
        return;
      }
      const { title, podcastId } = outcome;
      const added = outcome.kind === "added";
      if (added) void client.invalidateQueries({ queryKey: keys.podcastLists });
      messages.say({
        tone: "info",
        text: added ? i18n.t("add.added", { title }) : i18n.t("add.already", { title }),
      });
      open(podcastId);
    } catch (error) {
      if (attempt.current !== mine) return;
      isReading.current = false;
      const ipc = asIpcError(error);
      setState({ kind: "asking", error: ipc.code === "cancelled" ? null : ipc });
    }
  };

  return {
    address,
    setAddress: (text: string) => {
      setAddress(text);
      if (state.kind === "asking" && state.error) setState({ kind: "asking", error: null });
    },
    state,
    submit: () => void read(address.trim()),
    choose: (feed: FeedChoice) => void read(feed.url),
    cancel: () => {
      if (state.kind === "reading") {
        attempt.current += 1;
        isReading.current = false;
        void backend.cancelAdd();
      }
      setState({ kind: "asking", error: null });
    },
  };
}
