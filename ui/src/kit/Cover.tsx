import { useState } from "react";
import { type ArtworkSize, artworkUrl, type PictureOf } from "../backend/backend";
import { useOpenProfile } from "../profile/open-profile";
import { hueOf, initials } from "./placeholder";

type CoverProps = {
  of: PictureOf;
  hasArtwork: boolean;
  title: string;
  /** What the placeholder's hue comes from: the feed's address, or what stands for it. */
  seed: string;
  size: ArtworkSize;
  className?: string;
};

/** A square cover. It is decoration beside its title, so it has no text of its own. */
export function Cover({ of, hasArtwork, title, seed, size, className = "" }: CoverProps) {
  const profile = useOpenProfile();
  const source = hasArtwork && profile !== null ? artworkUrl(profile, of, size) : null;
  const [failed, setFailed] = useState<string | null>(null);
  const [loaded, setLoaded] = useState<string | null>(null);
  return (
    <span
      aria-hidden="true"
      className={`relative block aspect-square shrink-0 overflow-hidden bg-veil ${className}`}
    >
      {!hasArtwork || (source !== null && source === failed) ? (
        <Placeholder title={title} seed={seed} />
      ) : source === null ? null : (
        <img
          key={source}
          src={source}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setLoaded(source)}
          onError={() => setFailed(source)}
          className={`size-full object-cover transition-opacity duration-150 ${
            loaded === source ? "opacity-100" : "opacity-0"
          }`}
        />
      )}
      <span className="pointer-events-none absolute inset-0 rounded-[inherit] ring-1 ring-ink/8 ring-inset" />
    </span>
  );
}

function Placeholder({ title, seed }: { title: string; seed: string }) {
  const hue = hueOf(seed);
  return (
    <svg viewBox="0 0 100 100" className="size-full" aria-hidden="true">
      <rect width="100" height="100" fill={`oklch(0.62 0.09 ${hue})`} />
      <circle cx="86" cy="92" r="62" fill={`oklch(0.55 0.1 ${(hue + 24) % 360})`} />
      <text
        x="50"
        y="50"
        dy="0.36em"
        textAnchor="middle"
        fontSize="34"
        fontWeight="660"
        letterSpacing="-1"
        fill={`oklch(0.98 0.02 ${hue})`}
      >
        {initials(title)}
      </text>
    </svg>
  );
}
