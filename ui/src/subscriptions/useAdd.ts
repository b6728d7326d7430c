import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useServices } from "../app/services";
import { asIpcError, backend } from "../backend/backend";
import type { FeedChoice, IpcError, Link } from "../backend/bindings";
import { keys } from "../backend/queries";
import { openLink } from "../link/open-link";
import type { PodcastPreview } from "./FoundPodcast";

export type AddState =
  | { kind: "asking"; error: IpcError | null }
  | { kind: "reading"; address: string }
  | { kind: "found"; podcast: PodcastPreview; address: string }
  | { kind: "choosing"; pageTitle: string | null; feeds: FeedChoice[] };

export type AddOptions = {
  onDone: () => void;
  /** The first page leaves by itself as soon as the podcast is there: that is no giving up. */
  givesUpOnLeave: boolean;
  /** What a link leads to: it is shown, and added only when the listener says so. */
  link?: Link;
};

/** From an address to a podcast, through reading, a choice of feeds, or a failure. */
export function useAdd({ onDone, givesUpOnLeave, link }: AddOptions) {
  const services = useServices();
  const { messages, i18n } = services;
  const client = useQueryClient();
  const router = useRouter();
  const [address, setAddress] = useState(link?.feedUrl ?? "");
  const [state, setState] = useState<AddState>(
    link ? { kind: "reading", address: link.feedUrl } : { kind: "asking", error: null },
  );
  // A late answer to an attempt that was given up is dropped.
  const attempt = useRef(0);
  const isReading = useRef(false);

  const giveUp = () => {
    attempt.current += 1;
    isReading.current = false;
    void backend.cancelAdd();
  };

  useEffect(
    () => () => {
      if (!givesUpOnLeave || !isReading.current) return;
      attempt.current += 1;
      void backend.cancelAdd();
    },
    [givesUpOnLeave],
  );

  /** Waits for `run`; nothing when the listener has given up meanwhile. */
  const read = async <T>(wanted: string, run: () => Promise<T>): Promise<T | null> => {
    attempt.current += 1;
    const mine = attempt.current;
    isReading.current = true;
    setState({ kind: "reading", address: wanted });
    try {
      const outcome = await run();
      if (attempt.current !== mine) return null;
      isReading.current = false;
      return outcome;
    } catch (error) {
      if (attempt.current !== mine) return null;
      isReading.current = false;
      const ipc = asIpcError(error);
      setState({ kind: "asking", error: ipc.code === "cancelled" ? null : ipc });
      return null;
    }
  };

  const open = (podcastId: number) => {
    onDone();
    if (link?.guid) {
      // The episode of which the link speaks is there now.
      void openLink(services, router, link);
      return;
    }
    void router.navigate({ to: "/podcast/$podcastId", params: { podcastId } });
  };

  const add = async (wanted: string): Promise<void> => {
    const outcome = await read(wanted, () => backend.addPodcast(wanted));
    if (!outcome) return;
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
  };

  const look = async (wanted: string): Promise<void> => {
    const preview = await read(wanted, () => backend.previewFeed(wanted));
    if (!preview) return;
    switch (preview.kind) {
      case "podcast":
        return setState({ kind: "found", podcast: preview, address: wanted });
      case "choices":
        return setState({ kind: "choosing", pageTitle: preview.pageTitle, feeds: preview.feeds });
      case "alreadySubscribed":
        return open(preview.podcastId);
    }
  };

  const asked = link?.feedUrl;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is looked at once.
  useEffect(() => {
    if (asked !== undefined) void look(asked);
  }, [asked]);

  return {
    address,
    setAddress: (text: string) => {
      setAddress(text);
      if (state.kind === "asking" && state.error) setState({ kind: "asking", error: null });
    },
    state,
    submit: () => void add(address.trim()),
    choose: (feed: FeedChoice) => void (link ? look(feed.url) : add(feed.url)),
    addFound: () => state.kind === "found" && void add(state.address),
    cancel: () => {
      if (state.kind === "reading") giveUp();
      setState({ kind: "asking", error: null });
    },
  };
}
