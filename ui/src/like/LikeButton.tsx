import { Heart } from "lucide-react";
import { useActions } from "../app/actions";
import { shortcutLabel } from "../app/shortcuts";
import type { EpisodeSummary, PodcastSummary } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Button, IconButton } from "../kit/Button";

export function HeartMark({ liked, size }: { liked: boolean; size: number }) {
  return (
    <Heart
      size={size}
      aria-hidden="true"
      fill={liked ? "currentColor" : "none"}
      className={liked ? "text-accent" : ""}
    />
  );
}

type LikeIconProps = { episode: EpisodeSummary; className?: string };

/** The heart of an episode, in a row or in the player. */
export function LikeIcon({ episode, className }: LikeIconProps) {
  const { t } = useTranslation();
  const { like } = useActions();
  return (
    <IconButton
      label={t("likes.like")}
      shortcut={shortcutLabel(t, "like")}
      aria-pressed={episode.liked}
      data-testid="like"
      onPress={() => void like.episodes([episode], !episode.liked)}
      className={className}
    >
      <HeartMark liked={episode.liked} size={17} />
    </IconButton>
  );
}

/** The heart of a page, with a word. */
export function LikeEpisodeButton({ episode }: { episode: EpisodeSummary }) {
  const { like } = useActions();
  return (
    <Toggle liked={episode.liked} onPress={() => void like.episodes([episode], !episode.liked)} />
  );
}

export function LikePodcastButton({ podcast }: { podcast: PodcastSummary }) {
  const { like } = useActions();
  return (
    <Toggle liked={podcast.liked} onPress={() => void like.podcast(podcast, !podcast.liked)} />
  );
}

function Toggle({ liked, onPress }: { liked: boolean; onPress: () => void }) {
  const { t } = useTranslation();
  return (
    <Button aria-pressed={liked} data-testid="like" onPress={onPress}>
      <HeartMark liked={liked} size={15} />
      {t("likes.like")}
    </Button>
  );
}
