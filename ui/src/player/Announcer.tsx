import type { TFunction } from "i18next";
import { useEffect, useRef, useState } from "react";
import type { PlayerView } from "../backend/bindings";
import { useTranslation } from "../i18n/words";

/** A short wait is not worth interrupting a screen reader for. */
const SETTLES_MS = 700;

/** Says to screen readers what the player does; errors have their own alert. */
export function Announcer({ player }: { player: PlayerView }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState("");
  const words = announcement(t, player);
  const first = useRef(words);

  useEffect(() => {
    // What the player does at launch is no news.
    if (words === first.current) return;
    first.current = "";
    const timer = setTimeout(() => setSaid(words), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [words]);

  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}

function announcement(t: TFunction, { phase, episode }: PlayerView): string {
  const title = episode?.title ?? "";
  switch (phase) {
    case "playing":
      return t("player.announcePlaying", { title });
    case "paused":
      return t("player.announcePaused");
    case "ended":
      return t("player.announceEnded", { title });
    case "loading":
    case "buffering":
      return t("player.announceBuffering");
    case "idle":
    case "failed":
      return "";
  }
}
