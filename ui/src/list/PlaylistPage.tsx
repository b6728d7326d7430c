import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ListMusic, ListPlus, PencilLine, Trash2 } from "lucide-react";
import { useState } from "react";
import { useActions } from "../app/actions";
import { useWindowTitle } from "../app/look";
import { useServices } from "../app/services";
import { useUiReady } from "../app/useUiReady";
import type { List, Playlist } from "../backend/bindings";
import { listEpisodesQuery, playlistQuery } from "../backend/queries";
import { RowsSkeleton } from "../episode/RowsSkeleton";
import { clockTime } from "../format/time";
import { useTranslation } from "../i18n/words";
import { MoreButton } from "../kit/Actions";
import { Button, buttonLook } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { NarrowHistory } from "../kit/PageHeader";
import { Sheet } from "../kit/Sheet";
import { Delayed, Empty, Failure, StaleNote } from "../kit/states";
import { ListBody } from "./ListBody";
import { Mosaic } from "./Mosaic";
import { NameForm } from "./NameForm";
import { usePlaylistName } from "./usePlaylistName";

const route = getRouteApi("/playlist/$playlistId");

export function PlaylistPage() {
  const { playlistId } = route.useParams();
  const query = useQuery(playlistQuery(playlistId));
  useWindowTitle(query.data?.name ?? "");
  useUiReady(query.isSuccess);
  return (
    <div className="mx-auto flex min-h-full w-full max-w-[1120px] flex-col px-4 pb-6 frame:px-8">
      <NarrowHistory />
      {query.isPending ? (
        <Delayed>
          <RowsSkeleton />
        </Delayed>
      ) : query.data ? (
        <>
          <StaleNote error={query.error} onRetry={() => void query.refetch()} />
          <Head playlist={query.data} />
          <Body playlist={query.data} />
        </>
      ) : (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
    </div>
  );
}

function Head({ playlist }: { playlist: Playlist }) {
  const { t } = useTranslation();
  const nameOf = usePlaylistName();
  return (
    <header className="page-head">
      <Mosaic podcastIds={playlist.podcastIds} size={300} className="page-cover" />
      <div className="page-names">
        <h1 className="selectable text-[20px] leading-[1.2] font-strong tracking-[-0.02em] text-balance frame:text-[30px]">
          {nameOf(playlist)}
        </h1>
        <p className="tabular mt-2 text-[13px] text-soft">
          {t("list.episodes", { count: playlist.episodeCount })}
          {playlist.durationMs > 0 ? ` · ${clockTime(playlist.durationMs)}` : null}
        </p>
      </div>
      <div className="page-more">
        {playlist.description ? (
          <p className="selectable mb-4 max-w-[72ch] whitespace-pre-line text-soft">
            {playlist.description}
          </p>
        ) : null}
        <HeadActions playlist={playlist} />
      </div>
    </header>
  );
}

function HeadActions({ playlist }: { playlist: Playlist }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { client } = useServices();
  const { list: act } = useActions();
  const nameOf = usePlaylistName();
  const [edits, setEdits] = useState(false);
  const queueAll = () => {
    const list: List = { kind: "playlist", id: playlist.id };
    const data = client.getQueryData(listEpisodesQuery(list).queryKey);
    const ids = data?.pages.flatMap(({ items }) => items.map(({ id }) => id)) ?? [];
    void act.queueLast(ids);
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {playlist.episodeCount > 0 ? (
        <Button look="primary" onPress={queueAll}>
          <ListPlus size={16} aria-hidden="true" />
          {t("playlists.queueAll")}
        </Button>
      ) : null}
      <Button onPress={() => setEdits(true)}>
        <PencilLine size={15} aria-hidden="true" />
        {t("list.edit")}
      </Button>
      <MoreButton
        label={nameOf(playlist)}
        actions={[
          {
            id: "remove",
            label: t("playlists.remove"),
            icon: Trash2,
            run: () => void act.removePlaylist(playlist, () => void navigate({ to: "/playlists" })),
          },
        ]}
      />
      <Sheet isOpen={edits} onClose={() => setEdits(false)} title={t("list.edit")}>
        <NameForm
          label={t("list.name")}
          submit={t("list.save")}
          name={playlist.name}
          description={playlist.description ?? ""}
          onSubmit={(name, description) => {
            setEdits(false);
            void act.changePlaylist(playlist.id, name, description);
          }}
        />
      </Sheet>
    </div>
  );
}

function Body({ playlist }: { playlist: Playlist }) {
  const { t } = useTranslation();
  const nameOf = usePlaylistName();
  return (
    <ListBody
      list={{ kind: "playlist", id: playlist.id }}
      label={nameOf(playlist)}
      empty={
        <Empty
          icon={<ListMusic size={32} strokeWidth={1.5} aria-hidden="true" />}
          title={t("playlists.nothingInIt")}
          text={t("playlists.nothingInItText")}
        >
          <AppLink to="/subscriptions" className={buttonLook("outline")}>
            {t("queue.emptyAction")}
          </AppLink>
        </Empty>
      }
    />
  );
}
