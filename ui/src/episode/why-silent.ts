import type { TFunction } from "i18next";
import type { EpisodeSummary } from "../backend/bindings";

/** Why an item cannot be played, in a few words; nothing for one that can. */
export function whySilent(t: TFunction, episode: EpisodeSummary): string | null {
  if (episode.playable) return null;
  if (episode.mediaKind === "none") return t("episode.noMedia");
  if (episode.mediaKind === "other") {
    return episode.mime === "application/pdf" ? t("episode.pdf") : t("episode.notAudio");
  }
  return t("episode.cannotPlay");
}
