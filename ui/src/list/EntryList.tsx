import { useNavigate } from "@tanstack/react-router";
import {
  DropIndicator,
  GridList,
  type Key,
  ListLayout,
  type Selection,
  useDragAndDrop,
  Virtualizer,
} from "react-aria-components";
import { useActions } from "../app/actions";
import type { EpisodeSummary, List } from "../backend/bindings";
import { useEpisodeMenu } from "../episode/useEpisodeMenu";
import { useTranslation } from "../i18n/words";
import { idsOf, type More, MoreFailed, MoreRow } from "../kit/ListTail";
import { useContextMenu } from "../kit/useContextMenu";
import { useIsOn } from "../player/useLoaded";
import { EntryRow } from "./EntryRow";
import { entriesMenu } from "./entries-menu";

const ROW = 64;

export type EntryListProps = More & {
  label: string;
  list: List;
  episodes: readonly EpisodeSummary[];
  selected: ReadonlySet<number>;
  onSelect: (selected: ReadonlySet<number>) => void;
  /** In a side panel: less is shown of each. */
  isNarrow?: boolean;
};

/** Episodes in the listener's order, which can be changed by pointer and by keyboard. */
export function EntryList(props: EntryListProps) {
  const { list, episodes, selected, onSelect } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { list: act } = useActions();
  const menuOf = useEpisodeMenu();
  const isOn = useIsOn();

  /** Above `key`, or below it: then in front of the next one that stays. */
  const beforeOf = (key: Key, position: string, moved: ReadonlySet<number>) => {
    const at = episodes.findIndex(({ id }) => id === Number(key));
    const rest = episodes.slice(position === "after" ? at + 1 : at);
    return rest.find(({ id }) => !moved.has(id))?.id ?? null;
  };

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) =>
      [...keys].map((key) => ({
        "text/plain": episodes.find(({ id }) => id === Number(key))?.title ?? "",
      })),
    onReorder: ({ keys, target }) => {
      const moved = new Set([...keys].map(Number));
      const ids = episodes.filter(({ id }) => moved.has(id)).map(({ id }) => id);
      void act.move(list, ids, beforeOf(target.key, target.dropPosition, moved));
    },
    renderDropIndicator: (target) => (
      <DropIndicator target={target} className="drop-target:bg-accent h-0.5 rounded-full" />
    ),
  });

  const { onContextMenu, menu } = useContextMenu((key) => {
    const episode = episodes.find(({ id }) => String(id) === key);
    if (!episode) return null;
    if (selected.has(episode.id) && selected.size > 1) {
      const chosen = episodes.filter(({ id }) => selected.has(id));
      const label = t("episodes.selected", { count: chosen.length });
      return { label, actions: entriesMenu(t, act, list, chosen, episodes) };
    }
    const own = entriesMenu(t, act, list, [episode], episodes);
    return {
      label: episode.title,
      actions: [...own, ...menuOf(episode, { isPlaying: isOn(episode.id), inList: list.kind })],
    };
  });

  const select = (selection: Selection) => onSelect(idsOf(selection, episodes));

  /** Delete takes out what is selected, or what has the focus. */
  const press = (event: React.KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-episode]");
    const focused = row ? [Number(row.dataset.episode)] : [];
    const ids = selected.size > 0 ? [...selected] : focused;
    if (ids.length === 0) return;
    event.preventDefault();
    onSelect(new Set());
    void act.takeOut(list, ids);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys work on the rows.
    <div className="-mx-3 pt-1 pb-12" onContextMenu={onContextMenu} onKeyDown={press}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW, dropIndicatorThickness: 2 }}>
        <GridList
          aria-label={props.label}
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selected}
          onSelectionChange={select}
          onAction={(key) =>
            void navigate({ to: "/episode/$episodeId", params: { episodeId: Number(key) } })
          }
          dragAndDropHooks={dragAndDropHooks}
          disallowTypeAhead
          className="outline-none"
        >
          {episodes.map((episode) => (
            <EntryRow key={episode.id} episode={episode} list={list} isNarrow={props.isNarrow} />
          ))}
          <MoreRow more={props} />
        </GridList>
      </Virtualizer>
      <MoreFailed more={props} />
      {menu}
    </div>
  );
}
