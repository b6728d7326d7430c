import { useMemo } from "react";
import { bookmarkActions } from "../bookmark/actions";
import { collectionActions } from "../collection/actions";
import { discoverActions } from "../discover/actions";
import { episodeActions } from "../episode/actions";
import { likeActions } from "../like/actions";
import { listActions } from "../list/actions";
import { playerActions } from "../player/actions";
import { sleepActions } from "../player/sleep-actions";
import { podcastActions } from "../podcast/actions";
import { privacyActions } from "../privacy/actions";
import { profileActions } from "../profile/actions";
import { searchActions } from "../search/actions";
import { settingsActions } from "../settings/actions";
import { networkActions } from "../settings/network-actions";
import { syncActions } from "../sync/actions";
import { transferActions } from "../transfer/actions";
import { type Services, useServices } from "./services";

export function newActions(services: Services) {
  return {
    collection: collectionActions(services),
    episode: episodeActions(services),
    like: likeActions(services),
    bookmark: bookmarkActions(services),
    list: listActions(services),
    discover: discoverActions(services),
    network: networkActions(services),
    podcast: podcastActions(services),
    player: playerActions(services),
    profile: profileActions(services),
    privacy: privacyActions(services),
    search: searchActions(services),
    settings: settingsActions(services),
    sleep: sleepActions(services),
    sync: syncActions(services),
    transfer: transferActions(services),
  };
}

export type Actions = ReturnType<typeof newActions>;

export function useActions(): Actions {
  const services = useServices();
  return useMemo(() => newActions(services), [services]);
}
