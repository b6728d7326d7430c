import {
  GridList,
  GridListItem,
  GridListLoadMoreItem,
  Size,
  Virtualizer,
} from "react-aria-components";
import { useMedia } from "../app/look";
import type { PodcastSummary } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Cover } from "../kit/Cover";
import { useContextMenu } from "../kit/useContextMenu";
import { KeptHereIcon } from "../privacy/KeptHereIcon";
import { Health } from "./Health";
import { PageGrid } from "./PageGrid";
import { useOpenPodcast, usePodcastMenu } from "./usePodcastMenu";

export type PodcastsProps = {
  podcasts: readonly PodcastSummary[];
  isLoadingMore: boolean;
  onMore: () => void;
};

/** Room for two lines of title and one of author below the cover. */
const TEXT_HEIGHT = 72;
const WIDE = { width: 156, space: 24 };
const NARROW = { width: 136, space: 16 };

export function PodcastGrid({ podcasts, isLoadingMore, onMore }: PodcastsProps) {
  const { t } = useTranslation();
  const menuOf = usePodcastMenu();
  const open = useOpenPodcast();
  const { width, space } = useMedia("(min-width: 720px)") ? WIDE : NARROW;
  const { onContextMenu, menu } = useContextMenu((key) => {
    const podcast = podcasts.find(({ id }) => String(id) === key);
    return podcast ? { label: podcast.title, actions: menuOf(podcast) } : null;
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu key works on the items.
    <div className="-mx-4 -mt-4 frame:-mx-6 frame:-mt-6" onContextMenu={onContextMenu}>
      <Virtualizer
        layout={PageGrid}
        layoutOptions={{
          minItemSize: new Size(width, width + TEXT_HEIGHT),
          // No card is as wide. A height is found between the two: what stands below a cover does not grow with it.
          maxItemSize: new Size(2 * width + space, 2 * width + space + TEXT_HEIGHT),
          // Heights that are measured are a layout of the whole page for every card.
          preserveAspectRatio: true,
          minSpace: new Size(space, space),
        }}
      >
        <GridList
          layout="grid"
          aria-label={t("subscriptions.listLabel")}
          disallowTypeAhead
          onAction={(key) => open(Number(key))}
          className="outline-none"
        >
          {podcasts.map((podcast) => (
            <PodcastCard key={podcast.id} podcast={podcast} />
          ))}
          <GridListLoadMoreItem onLoadMore={onMore} isLoading={isLoadingMore} />
        </GridList>
      </Virtualizer>
      {menu}
    </div>
  );
}

function PodcastCard({ podcast }: { podcast: PodcastSummary }) {
  return (
    <GridListItem
      id={podcast.id}
      textValue={podcast.title}
      data-testid="podcast-card"
      data-podcast={podcast.id}
      className="group flex cursor-pointer flex-col rounded-md"
    >
      <span className="relative block">
        <Cover
          of={{ kind: "podcast", id: podcast.id }}
          hasArtwork={podcast.hasArtwork}
          title={podcast.title}
          seed={podcast.feedUrl}
          size={300}
          className="w-full rounded-md transition-[filter] duration-150 group-hovered:brightness-95"
        />
        <Unplayed count={podcast.unplayedCount} />
      </span>
      <span className="mt-2 flex items-start gap-1.5 font-medium">
        <span className="line-clamp-2 min-w-0 flex-1">{podcast.title}</span>
        <span className="flex gap-1 pt-[3px]">
          <KeptHereIcon sharing={podcast.sharing} />
          <Health health={podcast.health} />
        </span>
      </span>
      {podcast.author ? (
        <span className="truncate text-[13px] leading-5 text-soft">{podcast.author}</span>
      ) : null}
    </GridListItem>
  );
}

/** How many episodes wait, on the corner of the cover. */
export function Unplayed({ count }: { count: number }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <span className="tabular absolute top-2 right-2 min-w-5 rounded-full bg-fill px-1.5 text-center text-[12px] leading-5 font-medium text-on-fill shadow-[0_1px_3px_oklch(0_0_0/0.3)]">
      <span aria-hidden="true">{count > 999 ? "999+" : count}</span>
      <span className="sr-only">{t("subscriptions.unplayed", { count })}</span>
    </span>
  );
}
