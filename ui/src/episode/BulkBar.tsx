import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useActions } from "../app/actions";
import type { EpisodeSummary } from "../backend/bindings";
import { Button, IconButton } from "../kit/Button";
import { selectionMenu } from "./selection-menu";

type BulkBarProps = { episodes: readonly EpisodeSummary[]; onClear: () => void };

/** Takes the place of the filters while several episodes are selected. */
export function BulkBar({ episodes, onClear }: BulkBarProps) {
  const { t } = useTranslation();
  const act = useActions();
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
      {selectionMenu(t, act, episodes).map(({ id, label: name, icon: Icon, run }) => (
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
      ))}
    </div>
  );
}
