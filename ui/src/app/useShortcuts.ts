import { useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { backend } from "../backend/backend";
import type { PlayerView } from "../backend/bindings";
import { cachedEpisode, cachedPodcast } from "../backend/cache";
import { keys } from "../backend/queries";
import { QUEUE } from "../list/actions";
import { SKIP_BACK_MS, SKIP_FORWARD_MS } from "../player/actions";
import { UNZOOMED, zoomedIn, zoomedOut } from "../settings/zoom";
import { useActions } from "./actions";
import type { OnTop } from "./Frame";
import { useServices } from "./services";
import { type Command, commandOf, placeOf } from "./shortcuts";

/** A letter counts as the second of a sequence for this long. */
const SEQUENCE_MS = 1200;

/** The keys that work everywhere. They are heard before any widget, for Space is theirs too. */
export function useShortcuts(setOnTop: (onTop: OnTop) => void): void {
  const actions = useActions();
  const { client, messages } = useServices();
  const navigate = useNavigate();
  const { history } = useRouter();

  useEffect(() => {
    const player = () => client.getQueryData<PlayerView>(keys.player);

    const perform: Record<Command, () => unknown> = {
      playPause: () => actions.player.toggle(),
      back: () => actions.player.skip(SKIP_BACK_MS),
      forward: () => actions.player.skip(SKIP_FORWARD_MS),
      slower: () => actions.player.stepSpeed(-1),
      faster: () => actions.player.stepSpeed(1),
      mute: () => actions.player.toggleMuted(),
      next: () => actions.list.playNext(),
      queue: () => {
        const id = episodeInFocus() ?? player()?.episode?.id;
        const episode = id === undefined ? undefined : cachedEpisode(client, id);
        if (episode?.queued) void actions.list.takeOut(QUEUE, [episode.id]);
        else if (episode?.playable) void actions.list.queueLast([episode.id]);
      },
      download: () => {
        const id = episodeInFocus() ?? player()?.episode?.id;
        const episode = id === undefined ? undefined : cachedEpisode(client, id);
        const isWanted = episode?.download.kind === "none" || episode?.download.kind === "failed";
        if (episode && isWanted && episode.playable) void actions.episode.download(episode.id);
      },
      like: () => {
        const podcast = cachedPodcast(client, podcastInFocus() ?? 0);
        if (podcast) return actions.like.podcast(podcast, !podcast.liked);
        const id = episodeInFocus() ?? player()?.episode?.id;
        const episode = id === undefined ? undefined : cachedEpisode(client, id);
        return episode && actions.like.episodes([episode], !episode.liked);
      },
      sleep: () => player()?.episode && setOnTop("sleep"),
      bookmark: () => actions.bookmark.setHere(),
      filter: () => document.querySelector<HTMLInputElement>("[data-filter]")?.focus(),
      palette: () => setOnTop("palette"),
      help: () => setOnTop("help"),
      add: () => navigate({ to: "/subscriptions", search: { add: true } }),
      goSubscriptions: () => navigate({ to: "/subscriptions" }),
      goQueue: () => navigate({ to: "/queue" }),
      goPlaylists: () => navigate({ to: "/playlists" }),
      goCollections: () => navigate({ to: "/collections" }),
      goPlaying: () => {
        const episodeId = player()?.episode?.id;
        if (episodeId !== undefined)
          void navigate({ to: "/episode/$episodeId", params: { episodeId } });
      },
      goLikes: () => navigate({ to: "/likes" }),
      goSettings: () => navigate({ to: "/settings" }),
      goDiscover: () => navigate({ to: "/discover" }),
      goSync: () => navigate({ to: "/sync" }),
      historyBack: () => history.back(),
      historyForward: () => history.forward(),
      zoomIn: () => actions.settings.zoom(zoomedIn),
      zoomOut: () => actions.settings.zoom(zoomedOut),
      zoomReset: () => actions.settings.zoom(() => UNZOOMED),
      quit: () => backend.quit(),
      escape: () => {
        const shown = messages.shown();
        if (shown) messages.dismiss(shown.id);
      },
    };

    let begunAt = Number.NEGATIVE_INFINITY;
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || (event.repeat && event.key === " ")) return;
      const begun = event.timeStamp - begunAt < SEQUENCE_MS;
      const { key, altKey: alt, shiftKey: shift } = event;
      const ctrl = event.ctrlKey || event.metaKey;
      const command = commandOf({ key, ctrl, alt, shift }, placeOf(event.target), begun);
      begunAt = command === "begin" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (command === null || command === "begin") return;
      // Escape also belongs to what is on top (a selection, a field): it goes on.
      if (command !== "escape") {
        event.preventDefault();
        event.stopPropagation();
      }
      perform[command]();
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, [actions, client, messages, navigate, history, setOnTop]);
}

/** The podcast of the focused card. */
function podcastInFocus(): number | undefined {
  const card = document.activeElement?.closest<HTMLElement>("[data-podcast]");
  return card ? Number(card.dataset.podcast) : undefined;
}

/** The episode of the focused row, or of the page. */
function episodeInFocus(): number | undefined {
  const row = document.activeElement?.closest<HTMLElement>("[data-episode]");
  const page = document.querySelector<HTMLElement>("main [data-episode-page]");
  const id = row?.dataset.episode ?? page?.dataset.episodePage;
  return id === undefined ? undefined : Number(id);
}
