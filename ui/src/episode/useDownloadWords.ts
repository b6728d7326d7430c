import { useLocale } from "../app/look";
import type { Download } from "../backend/bindings";
import { fileSize } from "../format/size";
import { useTranslation } from "../i18n/words";

/** How far a download is, in words. */
export function useDownloadWords(): (download: Download) => string {
  const { t } = useTranslation();
  const locale = useLocale();
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  return (download) => {
    switch (download.kind) {
      case "none":
        return "";
      case "queued":
        return t("episode.queued");
      case "running":
        return download.totalBytes
          ? t("episode.downloading", {
              percent: percent.format(Math.min(1, download.receivedBytes / download.totalBytes)),
            })
          : t("episode.downloadingSize", { size: fileSize(download.receivedBytes, locale) });
      case "done":
        return t("episode.downloadedSize", { size: fileSize(download.bytes, locale) });
      case "failed":
        return t("episode.downloadFailed");
    }
  };
}
