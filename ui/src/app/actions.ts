import { useMemo } from "react";
import { episodeActions } from "../episode/actions";
import { playerActions } from "../player/actions";
import { podcastActions } from "../podcast/actions";
import { settingsActions } from "../settings/actions";
import { syncActions } from "../sync/actions";
import { type Services, useServices } from "./services";

export function newActions(services: Services) {
  return {
    episode: episodeActions(services),
    podcast: podcastActions(services),
    player: playerActions(services),
    settings: settingsActions(services),
    sync: syncActions(services),
  };
}

export type Actions = ReturnType<typeof newActions>;

export function useActions(): Actions {
  const services = useServices();
  return useMemo(() => newActions(services), [services]);
}
