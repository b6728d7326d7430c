import { GridListLoadMoreItem, type Selection } from "react-aria-components";
import { useTranslation } from "../i18n/words";
import { Button } from "./Button";
import { Spinner } from "./Spinner";

export type More = { isLoadingMore: boolean; moreError: unknown; onMore: () => void };

/** The last row of a list that is read page by page: once in sight, it asks for the next one. */
export function MoreRow({ more }: { more: More }) {
  const { t } = useTranslation();
  return (
    <GridListLoadMoreItem
      onLoadMore={more.moreError ? undefined : more.onMore}
      isLoading={more.isLoadingMore}
      className="flex h-full items-center justify-center text-soft"
    >
      <Spinner size={18} />
      <span className="sr-only">{t("episodes.loadingMore")}</span>
    </GridListLoadMoreItem>
  );
}

/** Below the list, when the next page did not come. */
export function MoreFailed({ more }: { more: More }) {
  const { t } = useTranslation();
  if (!more.moreError) return null;
  return (
    <p role="alert" className="flex items-center justify-center gap-3 py-4 text-soft">
      {t("episodes.moreFailed")}
      <Button onPress={more.onMore}>{t("app.retry")}</Button>
    </p>
  );
}

/** The numbers of what is selected among `rows`. */
export function idsOf(selection: Selection, rows: readonly { id: number }[]): Set<number> {
  return selection === "all"
    ? new Set(rows.map(({ id }) => id))
    : new Set([...selection].map(Number));
}
