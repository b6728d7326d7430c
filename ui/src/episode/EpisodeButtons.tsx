import {
  Check,
  CircleDashed,
  Download,
  ExternalLink,
  FileDown,
  ListEnd,
  ListX,
  Pause,
  Play,
  Trash2,
  X,
} from "lucide-react";
import { useActions } from "../app/actions";
import type { Episode } from "../backend/bindings";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Ring } from "../kit/Ring";
import { Spinner } from "../kit/Spinner";
import { LikeEpisodeButton } from "../like/LikeButton";
import { QUEUE } from "../list/actions";
import { useLoaded } from "../player/useLoaded";
import { useDownloadWords } from "./useDownloadWords";

/** Everything that can be done with the episode of a page. */
export function EpisodeButtons({ episode }: { episode: Episode }) {
  const { t } = useTranslation();
  const { episode: act } = useActions();
  const { summary, link, enclosureUrl } = episode;
  const played = summary.state === "played";
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {summary.playable ? <PlayOrPause episode={episode} /> : null}
        {summary.playable ? <QueueButton episode={episode} /> : null}
        {summary.playable ? <DownloadButton episode={episode} /> : null}
        {summary.mediaKind === "other" && enclosureUrl ? (
          <Button look="primary" onPress={() => void act.openLink(enclosureUrl)}>
            <FileDown size={15} aria-hidden="true" />
            {t("episode.openFile")}
          </Button>
        ) : null}
        <Button onPress={() => void act.setPlayed([summary.id], !played)}>
          {played ? (
            <CircleDashed size={15} aria-hidden="true" />
          ) : (
            <Check size={15} aria-hidden="true" />
          )}
          {played ? t("episodes.markUnplayed") : t("episodes.markPlayed")}
        </Button>
        <LikeEpisodeButton episode={summary} />
        {link ? (
          <Button look="plain" onPress={() => void act.openLink(link)}>
            <ExternalLink size={15} aria-hidden="true" />
            {t("episode.openWeb")}
          </Button>
        ) : null}
      </div>
      <Explanation episode={episode} />
    </>
  );
}

function PlayOrPause({ episode: { summary } }: { episode: Episode }) {
  const { t } = useTranslation();
  const { episode: act, player } = useActions();
  const loaded = useLoaded(summary.id);
  const isOn = loaded?.isOn === true;
  const label = isOn
    ? t("episode.pause")
    : summary.state === "inProgress"
      ? t("episode.resume")
      : t("episode.play");
  return (
    <Button
      look="primary"
      data-testid="episode-play"
      className="h-10! px-5!"
      onPress={() => void (isOn ? player.pause() : act.play(summary))}
    >
      {loaded?.isWaiting ? (
        <Spinner size={16} />
      ) : isOn ? (
        <Pause size={16} fill="currentColor" aria-hidden="true" />
      ) : (
        <Play size={16} fill="currentColor" aria-hidden="true" />
      )}
      {label}
    </Button>
  );
}

function QueueButton({ episode: { summary } }: { episode: Episode }) {
  const { t } = useTranslation();
  const { list: act } = useActions();
  const { id, queued } = summary;
  return (
    <Button
      data-testid="episode-queue"
      onPress={() => void (queued ? act.takeOut(QUEUE, [id]) : act.queueLast([id]))}
    >
      {queued ? <ListX size={15} aria-hidden="true" /> : <ListEnd size={15} aria-hidden="true" />}
      {queued ? t("queue.takeOut") : t("queue.add")}
    </Button>
  );
}

function DownloadButton({ episode: { summary } }: { episode: Episode }) {
  const { t } = useTranslation();
  const { episode: act } = useActions();
  const words = useDownloadWords();
  const { download, id } = summary;
  switch (download.kind) {
    case "none":
    case "failed":
      return (
        <Button onPress={() => void act.download(id)}>
          <Download size={15} aria-hidden="true" />
          {download.kind === "none" ? t("episode.download") : t("episode.retryDownload")}
        </Button>
      );
    case "queued":
    case "running": {
      const share =
        download.kind === "running" && download.totalBytes
          ? download.receivedBytes / download.totalBytes
          : 0;
      return (
        <Button
          onPress={() => void act.cancelDownload(id)}
          aria-label={`${t("episode.cancelDownload")} – ${words(download)}`}
        >
          <Ring share={share} size={16} className="text-accent" />
          <span className="tabular">{words(download)}</span>
          <X size={15} aria-hidden="true" className="text-soft" />
        </Button>
      );
    }
    case "done":
      return (
        <Button onPress={() => void act.removeDownload(summary)}>
          <Trash2 size={15} aria-hidden="true" />
          {t("episode.removeDownload")}
        </Button>
      );
  }
}

/** Why something cannot be done, in full. */
function Explanation({ episode: { summary } }: { episode: Episode }) {
  const { t } = useTranslation();
  if (!summary.playable) {
    const mime = summary.mime ?? t("episode.unknownType");
    return (
      <p className="mt-3 text-soft">
        {summary.mediaKind === "none" ? t("episode.noMediaLong") : t("episode.otherLong", { mime })}
      </p>
    );
  }
  if (summary.download.kind === "failed") {
    const said = errorText(t, summary.download.error);
    return (
      <p role="status" className="mt-3 text-bad">
        {t("error.addressed", said)}
      </p>
    );
  }
  return null;
}
