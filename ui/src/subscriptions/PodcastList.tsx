import {
  GridList,
  GridListItem,
  GridListLoadMoreItem,
  ListLayout,
  Virtualizer,
} from "react-aria-components";
import { useLocale } from "../app/look";
import type { PodcastSummary } from "../backend/bindings";
import { relativeDate } from "../format/date";
import { useTranslation } from "../i18n/words";
import { MoreButton } from "../kit/Actions";
import { Cover } from "../kit/Cover";
import { useContextMenu } from "../kit/useContextMenu";
import { KeptHereIcon } from "../privacy/KeptHereIcon";
import { Health } from "./Health";
import type { PodcastsProps } from "./PodcastGrid";
import { useOpenPodcast, usePodcastMenu } from "./usePodcastMenu";

const ROW = 68;

type PodcastListProps = PodcastsProps & { label: string };

export function PodcastList({ label, podcasts, isLoadingMore, onMore }: PodcastListProps) {
  const menuOf = usePodcastMenu();
  const open = useOpenPodcast();
  const { onContextMenu, menu } = useContextMenu((key) => {
    const podcast = podcasts.find(({ id }) => String(id) === key);
    return podcast ? { label: podcast.title, actions: menuOf(podcast) } : null;
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu key works on the items.
    <div className="-mx-3" onContextMenu={onContextMenu}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW }}>
        <GridList
          aria-label={label}
          disallowTypeAhead
          onAction={(key) => open(Number(key))}
          className="outline-none"
        >
          {podcasts.map((podcast) => (
            <Row key={podcast.id} podcast={podcast} actions={menuOf(podcast)} />
          ))}
          <GridListLoadMoreItem onLoadMore={onMore} isLoading={isLoadingMore} />
        </GridList>
      </Virtualizer>
      {menu}
    </div>
  );
}

function Row(props: {
  podcast: PodcastSummary;
  actions: ReturnType<ReturnType<typeof usePodcastMenu>>;
}) {
  const { podcast, actions } = props;
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <GridListItem
      id={podcast.id}
      textValue={podcast.title}
      data-testid="podcast-card"
      data-podcast={podcast.id}
      className="group ring-inset-focus flex h-full cursor-pointer items-center gap-4 rounded-md px-3 hovered:bg-veil"
    >
      <Cover
        of={{ kind: "podcast", id: podcast.id }}
        hasArtwork={podcast.hasArtwork}
        title={podcast.title}
        seed={podcast.feedUrl}
        size={96}
        className="w-12 rounded-sm"
      />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2 font-medium">
          <span className="truncate">{podcast.title}</span>
          <KeptHereIcon sharing={podcast.sharing} />
          <Health health={podcast.health} />
        </span>
        <span className="block truncate text-[13px] text-soft">
          {podcast.latestPublishedMs === null
            ? t("subscriptions.noEpisodeYet")
            : t("subscriptions.latest", {
                date: relativeDate(podcast.latestPublishedMs, Date.now(), locale),
              })}
          {podcast.author ? ` · ${podcast.author}` : ""}
        </span>
      </span>
      {podcast.unplayedCount > 0 ? (
        <span className="tabular min-w-6 rounded-full bg-accent-veil px-2 text-center text-[12px] font-medium text-accent">
          <span aria-hidden="true">{podcast.unplayedCount}</span>
          <span className="sr-only">
            {t("subscriptions.unplayed", { count: podcast.unplayedCount })}
          </span>
        </span>
      ) : null}
      <MoreButton label={podcast.title} actions={actions} />
    </GridListItem>
  );
}
