import type { TFunction } from "i18next";
import { ArrowDownToLine, ArrowUpToLine, ListX } from "lucide-react";
import type { Actions } from "../app/actions";
import type { EpisodeSummary, List } from "../backend/bindings";
import type { Action } from "../kit/Actions";

/** What can be done with entries of a list, without a pointer too. */
export function entriesMenu(
  t: TFunction,
  act: Actions["list"],
  list: List,
  chosen: readonly EpisodeSummary[],
  all: readonly EpisodeSummary[],
): Action[] {
  const ids = chosen.map(({ id }) => id);
  const first = all.find(({ id }) => !ids.includes(id));
  return [
    {
      id: "takeOut",
      label: list.kind === "queue" ? t("queue.takeOut") : t("playlists.takeOut"),
      icon: ListX,
      run: () => void act.takeOut(list, ids),
    },
    ...(first
      ? [
          {
            id: "toTop",
            label: t("list.toTop"),
            icon: ArrowUpToLine,
            run: () => void act.move(list, ids, first.id),
          },
          {
            id: "toEnd",
            label: t("list.toEnd"),
            icon: ArrowDownToLine,
            run: () => void act.move(list, ids, null),
          },
        ]
      : []),
  ];
}
