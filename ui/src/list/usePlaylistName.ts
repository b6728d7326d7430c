import type { Playlist } from "../backend/bindings";
import { useTranslation } from "../i18n/words";

/** A playlist whose name has not come yet has one too. */
export function usePlaylistName(): (playlist: Playlist) => string {
  const { t } = useTranslation();
  return ({ name }) => name || t("playlists.unnamed");
}
