import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useActions } from "../app/actions";
import { refreshProgressQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button, IconButton } from "../kit/Button";
import { Ring } from "../kit/Ring";

/** Reads all feeds now, and shows how far that is. */
export function RefreshAll() {
  const { t } = useTranslation();
  const { podcast } = useActions();
  const { data: progress } = useQuery(refreshProgressQuery);
  if (progress?.running) {
    const { done, total } = progress;
    const said = t("subscriptions.refreshing", { done, total });
    return (
      <span role="status" className="tabular flex h-8 items-center gap-2 px-2 text-soft">
        <Ring share={total > 0 ? done / total : 0} size={16} className="text-accent" />
        <span className="max-frame:sr-only">{said}</span>
        <span aria-hidden="true" className="frame:hidden">
          {done}/{total}
        </span>
      </span>
    );
  }
  const refresh = () => void podcast.refreshAll();
  return (
    <>
      <Button look="plain" onPress={refresh} className="max-frame:hidden">
        <RotateCw size={15} aria-hidden="true" />
        {t("subscriptions.refreshAll")}
      </Button>
      <IconButton label={t("subscriptions.refreshAll")} onPress={refresh} className="frame:hidden">
        <RotateCw size={16} aria-hidden="true" />
      </IconButton>
    </>
  );
}
