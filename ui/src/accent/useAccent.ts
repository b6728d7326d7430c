import { useQuery } from "@tanstack/react-query";
import { type CSSProperties, useMemo } from "react";
import { useTheme } from "../app/look";
import { type ArtworkOf, artworkUrl } from "../backend/backend";
import { hueOf } from "../kit/placeholder";
import { useOpenProfile } from "../profile/open-profile";
import { accentStyle, type Tint, tintOf } from "./color";

export type AccentSubject = { of: ArtworkOf; hasArtwork: boolean; seed: string };

const SIDE = 24;
/** The strength of a placeholder's colour. */
const PLACEHOLDER_CHROMA = 0.13;

/** The accent that a page takes from its cover; the app's own until the cover is known. */
export function useAccent(subject: AccentSubject | undefined): CSSProperties | undefined {
  const theme = useTheme();
  const profile = useOpenProfile();
  const { data: tint } = useQuery({
    queryKey: ["tint", profile, subject?.of.kind, subject?.of.id],
    queryFn: () => (subject && profile !== null ? readTint(profile, subject) : null),
    enabled: subject !== undefined && profile !== null,
  });
  return useMemo(() => (tint ? accentStyle(tint, theme) : undefined), [tint, theme]);
}

async function readTint(
  profile: string,
  { of, hasArtwork, seed }: AccentSubject,
): Promise<Tint | null> {
  const fallback = { hue: hueOf(seed), chroma: PLACEHOLDER_CHROMA };
  if (!hasArtwork) return fallback;
  try {
    return tintOf(await readPixels(artworkUrl(profile, of, 96)));
  } catch {
    // The picture is missing, or may not be read from here.
    return fallback;
  }
}

async function readPixels(url: string): Promise<Uint8ClampedArray> {
  const picture = new Image();
  picture.crossOrigin = "anonymous";
  picture.src = url;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.drawImage(picture, 0, 0, SIDE, SIDE);
  return context.getImageData(0, 0, SIDE, SIDE).data;
}
