import type { ArtworkSize, PictureOf } from "../backend/backend";
import type { Popularity } from "../backend/bindings";
import { useTranslation } from "../i18n/words";

/** `12 subscribers · 3 likes`, as far as the server counts and there is something to count. */
export function usePopularityWords(): (popularity: Popularity | null | undefined) => string {
  const { t } = useTranslation();
  return (popularity) => {
    const { subscribers, plays, likes } = popularity ?? {};
    return [
      subscribers ? t("discover.subscribers", { count: subscribers }) : "",
      // Where there are listeners, how often they pressed play says little.
      plays && !subscribers ? t("discover.plays", { count: plays }) : "",
      likes ? t("discover.likes", { count: likes }) : "",
    ]
      .filter(Boolean)
      .join(" · ");
  };
}

type Pictured = { podcastId: number | null; image: string | null };

/** The library's own cover where it has one, else what the server names; both from the local cache. */
export function pictureOf(
  { podcastId, image }: Pictured,
  size: ArtworkSize,
): { of: PictureOf; hasArtwork: boolean } {
  if (image !== null) return { of: { kind: "thumbnail", url: image, size }, hasArtwork: true };
  if (podcastId !== null) return { of: { kind: "podcast", id: podcastId }, hasArtwork: true };
  return { of: { kind: "podcast", id: 0 }, hasArtwork: false };
}
