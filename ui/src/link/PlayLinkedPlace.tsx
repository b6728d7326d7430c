import { Play } from "lucide-react";
import { useActions } from "../app/actions";
import type { EpisodeSummary } from "../backend/bindings";
import { clockTime } from "../format/time";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";

/**
 * The place in an episode that a link names, to be pressed: a link never plays by itself. There is
 * nothing to hear behind the end, where playing would mark the episode as played.
 */
export function PlayLinkedPlace({ episode, atMs }: { episode: EpisodeSummary; atMs: number }) {
  const { t } = useTranslation();
  const { player } = useActions();
  const isBehindTheEnd = episode.durationMs !== null && atMs >= episode.durationMs;
  if (!episode.playable || isBehindTheEnd) return null;
  return (
    <Button data-testid="linked-place" onPress={() => void player.playFrom(episode.id, atMs)}>
      <Play size={13} fill="currentColor" aria-hidden="true" />
      {t("link.playFrom", { time: clockTime(atMs) })}
    </Button>
  );
}
