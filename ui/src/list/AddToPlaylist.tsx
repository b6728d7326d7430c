import { useQuery } from "@tanstack/react-query";
import { ListMusic, Plus } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useActions } from "../app/actions";
import { useServices } from "../app/services";
import { playlistsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Sheet } from "../kit/Sheet";
import { NameForm } from "./NameForm";
import { usePlaylistName } from "./usePlaylistName";

/** Which playlist episodes go into: one that there is, or a new one. */
export function AddToPlaylist() {
  const { t } = useTranslation();
  const { choosing } = useServices();
  const episodes = useSyncExternalStore(choosing.subscribe, choosing.chosen);
  if (!episodes) return null;
  return (
    <Sheet isOpen onClose={() => choosing.end()} title={t("playlists.addTo")}>
      <Choice episodes={episodes} onDone={() => choosing.end()} />
    </Sheet>
  );
}

function Choice({ episodes, onDone }: { episodes: readonly number[]; onDone: () => void }) {
  const { t } = useTranslation();
  const { list: act } = useActions();
  const nameOf = usePlaylistName();
  const { data: playlists, isPending } = useQuery(playlistsQuery);
  const [asks, setAsks] = useState(false);
  const isNew = asks || playlists?.length === 0;
  if (isPending) return null;
  if (isNew) {
    return (
      <NameForm
        label={t("list.name")}
        submit={t("list.create")}
        onSubmit={(name) => {
          void act.createPlaylist(name, episodes);
          onDone();
        }}
      />
    );
  }
  const row =
    "flex h-11 w-full items-center gap-3 rounded-sm px-3 text-left hovered:bg-veil pressed:bg-veil-strong";
  return (
    <div className="-mx-3 flex flex-col">
      <AriaButton className={`${row} font-medium`} onPress={() => setAsks(true)}>
        <Plus size={18} aria-hidden="true" className="shrink-0 text-accent" />
        {t("playlists.new")}
      </AriaButton>
      {playlists?.map((playlist) => (
        <AriaButton
          key={playlist.id}
          className={row}
          onPress={() => {
            void act.addToPlaylist(playlist, episodes);
            onDone();
          }}
        >
          <ListMusic size={18} aria-hidden="true" className="shrink-0 text-soft" />
          <span className="min-w-0 flex-1 truncate">{nameOf(playlist)}</span>
          <span className="tabular shrink-0 text-[13px] text-soft">
            {t("list.episodes", { count: playlist.episodeCount })}
          </span>
        </AriaButton>
      ))}
    </div>
  );
}
