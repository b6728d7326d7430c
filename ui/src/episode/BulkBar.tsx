import { X } from "lucide-react";
import { useActions } from "../app/actions";
import { useServices } from "../app/services";
import type { EpisodeSummary } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import type { Action } from "../kit/Actions";
import { Button, IconButton } from "../kit/Button";
import { selectionMenu } from "./selection-menu";

type BulkBarProps = {
  episodes: readonly EpisodeSummary[];
  /** What only their list can do, before the rest. */
  first?: readonly Action[];
  onClear: () => void;
};

/** Takes the place of the filters while several episodes are selected. */
export function BulkBar({ episodes, first = [], onClear }: BulkBarProps) {
  const { t } = useTranslation();
  const act = useActions();
  const { choosing } = useServices();
  const label = t("episodes.selected", { count: episodes.length });
  return (
    <div
      role="toolbar"
      aria-label={label}
      className="no-scrollbar flex items-center gap-2 overflow-x-auto"
    >
      <IconButton label={t("episodes.clearSelection")} onPress={onClear}>
        <X size={18} aria-hidden="true" />
      </IconButton>
      <span role="status" className="tabular mr-2 font-medium whitespace-nowrap">
        {label}
      </span>
      {[...first, ...selectionMenu(t, act, choosing, episodes)].map(
        ({ id, label: name, icon: Icon, run }) => (
          <Button
            key={id}
            onPress={() => {
              run();
              onClear();
            }}
          >
            <Icon size={15} aria-hidden="true" />
            <span className="max-frame:sr-only">{name}</span>
          </Button>
        ),
      )}
    </div>
  );
}
