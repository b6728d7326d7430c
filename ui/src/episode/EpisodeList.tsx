import { useNavigate } from "@tanstack/react-router";
import { GridList, type Key, ListLayout, type Selection, Virtualizer } from "react-aria-components";
import { useActions } from "../app/actions";
import { useMedia } from "../app/look";
import { useServices } from "../app/services";
import type { EpisodeSummary } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { idsOf, type More, MoreFailed, MoreRow } from "../kit/ListTail";
import { useContextMenu } from "../kit/useContextMenu";
import { useIsOn } from "../player/useLoaded";
import { EpisodeRow } from "./EpisodeRow";
import { selectionMenu } from "./selection-menu";
import { useEpisodeMenu } from "./useEpisodeMenu";

const ROW_WIDE = 68;
const ROW_NARROW = 84;

type EpisodeListProps = More & {
  label: string;
  episodes: readonly EpisodeSummary[];
  selected: ReadonlySet<number>;
  onSelect: (selected: ReadonlySet<number>) => void;
  /** Of several podcasts: each row names its own. */
  withPodcast?: boolean;
};

/** Thousands of rows, of which only those in sight exist. */
export function EpisodeList(props: EpisodeListProps) {
  const { episodes, selected, onSelect, withPodcast = false } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const wide = useMedia("(min-width: 720px)");
  const menuOf = useEpisodeMenu();
  const isOn = useIsOn();
  const act = useActions();
  const { choosing } = useServices();

  const { onContextMenu, menu } = useContextMenu((key) => {
    const episode = episodes.find(({ id }) => String(id) === key);
    if (!episode) return null;
    if (selected.has(episode.id) && selected.size > 1) {
      const chosen = episodes.filter(({ id }) => selected.has(id));
      return {
        label: t("episodes.selected", { count: chosen.length }),
        actions: selectionMenu(t, act, choosing, chosen),
      };
    }
    const onPage = withPodcast ? undefined : "podcast";
    const actions = menuOf(episode, { isPlaying: isOn(episode.id), onPage });
    return { label: episode.title, actions };
  });

  const select = (selection: Selection) => onSelect(idsOf(selection, episodes));

  const open = (key: Key) =>
    void navigate({ to: "/episode/$episodeId", params: { episodeId: Number(key) } });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu key works on the rows.
    <div className="-mx-3 pt-1 pb-12" onContextMenu={onContextMenu}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: wide ? ROW_WIDE : ROW_NARROW }}>
        <GridList
          aria-label={props.label}
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selected}
          onSelectionChange={select}
          onAction={open}
          disallowTypeAhead
          className="outline-none"
        >
          {episodes.map((episode) => (
            <EpisodeRow key={episode.id} episode={episode} withPodcast={withPodcast} />
          ))}
          <MoreRow more={props} />
        </GridList>
      </Virtualizer>
      <MoreFailed more={props} />
      {menu}
    </div>
  );
}
