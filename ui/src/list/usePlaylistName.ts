import { useTranslation } from "react-i18next";
import type { Playlist } from "../backend/bindings";

/** A playlist whose name has not come yet has one too. */
export function usePlaylistName(): (playlist: Playlist) => string {
  const { t } = useTranslation();
  return ({ name }) => name || t("playlists.unnamed");
}
