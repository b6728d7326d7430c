import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ListMusic, Plus } from "lucide-react";
import { useState } from "react";
import { useActions } from "../app/actions";
import { useUiReady } from "../app/useUiReady";
import type { Playlist } from "../backend/bindings";
import { playlistsQuery } from "../backend/queries";
import { RowsSkeleton } from "../episode/RowsSkeleton";
import { clockTime } from "../format/time";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { PageHeader } from "../kit/PageHeader";
import { Sheet } from "../kit/Sheet";
import { Delayed, Empty, Failure, StaleNote } from "../kit/states";
import { Mosaic } from "./Mosaic";
import { NameForm } from "./NameForm";
import { usePlaylistName } from "./usePlaylistName";

export function PlaylistsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { list: act } = useActions();
  const [asks, setAsks] = useState(false);
  const query = useQuery(playlistsQuery);
  const playlists = query.data ?? [];
  const isEmpty = query.isSuccess && playlists.length === 0;
  useUiReady(query.isSuccess);
  const open = (playlistId: string) =>
    void navigate({ to: "/playlist/$playlistId", params: { playlistId } });
  const add = (
    <Button look="primary" data-testid="playlist-new" onPress={() => setAsks(true)}>
      <Plus size={16} aria-hidden="true" />
      {t("playlists.new")}
    </Button>
  );
  return (
    <div className="mx-auto flex min-h-full w-full max-w-[1120px] flex-col px-4 pb-6 frame:px-8">
      <PageHeader title={t("playlists.title")} actions={isEmpty ? null : add} />
      {playlists.length > 0 ? (
        <StaleNote error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? (
        <Delayed>
          <RowsSkeleton />
        </Delayed>
      ) : query.isError && playlists.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : isEmpty ? (
        <Empty
          icon={<ListMusic size={32} strokeWidth={1.5} aria-hidden="true" />}
          title={t("playlists.empty")}
          text={t("playlists.emptyText")}
        >
          {add}
        </Empty>
      ) : (
        <ul aria-label={t("playlists.title")} className="-mx-3 flex flex-col">
          {playlists.map((playlist) => (
            <Row key={playlist.id} playlist={playlist} />
          ))}
        </ul>
      )}
      <Sheet isOpen={asks} onClose={() => setAsks(false)} title={t("playlists.new")}>
        <NameForm
          label={t("list.name")}
          submit={t("list.create")}
          onSubmit={(name) => {
            setAsks(false);
            void act.createPlaylist(name, [], open);
          }}
        />
      </Sheet>
    </div>
  );
}

function Row({ playlist }: { playlist: Playlist }) {
  const { t } = useTranslation();
  const nameOf = usePlaylistName();
  return (
    <li>
      <AppLink
        to="/playlist/$playlistId"
        params={{ playlistId: playlist.id }}
        data-testid="playlist-row"
        className="flex items-center gap-4 rounded-md px-3 py-2 hovered:bg-veil"
      >
        <Mosaic podcastIds={playlist.podcastIds} size={96} className="w-14 rounded-sm" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{nameOf(playlist)}</span>
          <span className="tabular block truncate text-[13px] text-soft">
            {t("list.episodes", { count: playlist.episodeCount })}
            {playlist.durationMs > 0 ? ` · ${clockTime(playlist.durationMs)}` : null}
          </span>
        </span>
      </AppLink>
    </li>
  );
}
