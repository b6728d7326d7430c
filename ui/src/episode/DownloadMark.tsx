import { CircleAlert, CircleCheck, Download as DownloadIcon } from "lucide-react";
import { Button as AriaButton, TooltipTrigger } from "react-aria-components";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import type { EpisodeSummary } from "../backend/bindings";
import { fileSize } from "../format/size";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Hint } from "../kit/Button";
import { Ring } from "../kit/Ring";
import { useDownloadWords } from "./useDownloadWords";

const button =
  "inline-flex size-8 shrink-0 items-center justify-center rounded-sm transition-colors duration-100 hovered:bg-veil";

/** The download of an episode: its state, and the one thing to do about it. */
export function DownloadMark({ episode }: { episode: EpisodeSummary }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { episode: act } = useActions();
  const words = useDownloadWords();
  if (!episode.playable) return null;
  const { download, id, title } = episode;

  switch (download.kind) {
    case "none":
      return (
        <TooltipTrigger delay={600} closeDelay={0}>
          <AriaButton
            aria-label={t("episode.downloadNamed", { title })}
            onPress={() => void act.download(id)}
            className={`${button} on-row text-soft hovered:text-ink`}
          >
            <DownloadIcon size={17} aria-hidden="true" />
          </AriaButton>
          <Hint>{t("episode.download")}</Hint>
        </TooltipTrigger>
      );
    case "queued":
    case "running": {
      const share =
        download.kind === "running" && download.totalBytes
          ? download.receivedBytes / download.totalBytes
          : 0;
      return (
        <TooltipTrigger delay={300} closeDelay={0}>
          <AriaButton
            aria-label={`${t("episode.cancelDownload")} – ${words(download)}`}
            onPress={() => void act.cancelDownload(id)}
            className={`${button} text-accent`}
          >
            <Ring share={share} size={18} />
            <span className="absolute size-1.5 rounded-[1px] bg-current" />
          </AriaButton>
          <Hint>{words(download)}</Hint>
        </TooltipTrigger>
      );
    }
    case "done": {
      const label = t("episode.downloadedSize", { size: fileSize(download.bytes, locale) });
      return (
        <span role="img" aria-label={label} title={label} className={`${button} text-good`}>
          <CircleCheck size={17} aria-hidden="true" />
        </span>
      );
    }
    case "failed": {
      const { what, next } = errorText(t, download.error);
      return (
        <TooltipTrigger delay={300} closeDelay={0}>
          <AriaButton
            aria-label={`${t("episode.downloadFailed")} – ${t("episode.retryDownload")}`}
            onPress={() => void act.download(id)}
            className={`${button} text-bad`}
          >
            <CircleAlert size={17} aria-hidden="true" />
          </AriaButton>
          <Hint>{t("error.addressed", { what, next })}</Hint>
        </TooltipTrigger>
      );
    }
  }
}
