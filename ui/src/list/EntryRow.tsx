import { GripVertical, X } from "lucide-react";
import { memo } from "react";
import { Button as AriaButton, GridListItem } from "react-aria-components";
import { useActions } from "../app/actions";
import type { EpisodeSummary, List } from "../backend/bindings";
import { EpisodeMeta, Length } from "../episode/EpisodeMeta";
import { PlayButton } from "../episode/PlayButton";
import { useEpisodeArt } from "../episode/useEpisodeArt";
import { useEpisodeMenu } from "../episode/useEpisodeMenu";
import { useTranslation } from "../i18n/words";
import { MoreButton } from "../kit/Actions";
import { IconButton } from "../kit/Button";
import { Cover } from "../kit/Cover";
import { AppLink } from "../kit/Link";
import { useLoaded } from "../player/useLoaded";

type EntryRowProps = { episode: EpisodeSummary; list: List; isNarrow?: boolean };

export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { episode } = props;
  return (
    <GridListItem
      id={episode.id}
      textValue={episode.title}
      data-testid="entry-row"
      data-episode={episode.id}
      className="episode-row group ring-inset-focus relative flex h-full items-center gap-2 rounded-md pr-2 pl-1 hovered:bg-veil selected:bg-accent-veil dragging:opacity-50"
    >
      <RowContent {...props} />
    </GridListItem>
  );
});

function RowContent({ episode, list, isNarrow }: EntryRowProps) {
  const { t } = useTranslation();
  const { list: act } = useActions();
  const loaded = useLoaded(episode.id);
  const menuOf = useEpisodeMenu();
  const { id, title } = episode;
  const takeOut = list.kind === "queue" ? t("queue.takeOut") : t("playlists.takeOut");
  return (
    <>
      <AriaButton
        slot="drag"
        aria-label={t("list.drag", { title })}
        className="inline-flex h-9 w-5 shrink-0 cursor-grab items-center justify-center rounded-sm text-soft hovered:text-ink"
      >
        <GripVertical size={16} aria-hidden="true" />
      </AriaButton>
      <PlayButton episode={episode} />
      {isNarrow ? null : <RowCover episode={episode} />}
      <div className="min-w-0 flex-1 pl-1">
        <AppLink
          to="/episode/$episodeId"
          params={{ episodeId: id }}
          className={`block max-w-fit truncate rounded-sm font-medium hovered:underline ${
            loaded ? "text-accent" : ""
          }`}
        >
          {title}
        </AppLink>
        <ShortMeta episode={episode} className={isNarrow ? "" : "frame:hidden"} />
        {isNarrow ? null : (
          <div className="hidden frame:block">
            <EpisodeMeta episode={episode} withPodcast inList={list.kind} />
          </div>
        )}
      </div>
      <div className="flex shrink-0 items-center">
        <IconButton
          label={`${takeOut} – ${title}`}
          onPress={() => void act.takeOut(list, [id])}
          className="on-row"
        >
          <X size={17} aria-hidden="true" />
        </IconButton>
        {isNarrow ? null : (
          <MoreButton
            label={title}
            actions={menuOf(episode, { isPlaying: loaded?.isOn === true, inList: list.kind })}
          />
        )}
      </div>
    </>
  );
}

/** Where there is no room for more. */
function ShortMeta({ episode, className }: { episode: EpisodeSummary; className: string }) {
  return (
    <p className={`flex min-w-0 gap-1.5 text-[13px] text-soft ${className}`}>
      <AppLink
        to="/podcast/$podcastId"
        params={{ podcastId: episode.podcastId }}
        className="min-w-0 truncate rounded-sm hovered:text-ink hovered:underline"
      >
        {episode.podcastTitle}
      </AppLink>
      {episode.durationMs === null ? null : (
        <>
          <span aria-hidden="true">·</span>
          <span className="tabular shrink-0">
            <Length episode={episode} />
          </span>
        </>
      )}
    </p>
  );
}

function RowCover({ episode }: { episode: EpisodeSummary }) {
  const art = useEpisodeArt(episode);
  if (!art) return null;
  return (
    <Cover
      {...art}
      title={episode.podcastTitle}
      size={96}
      className="ml-1 hidden w-11 rounded-sm frame:block"
    />
  );
}
