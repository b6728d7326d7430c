import { useQuery } from "@tanstack/react-query";
import { FileInput } from "lucide-react";
import { useUiReady } from "../app/useUiReady";
import { importPreviewQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { PageHeader } from "../kit/PageHeader";
import { Delayed, Empty, Failure } from "../kit/states";
import { GridSkeleton } from "../subscriptions/GridSkeleton";
import { ImportPreview } from "./ImportPreview";
import { useChooseImport } from "./useChooseImport";

/** What a file of another app would bring, before anything of it is added. */
export function ImportPage() {
  const { t } = useTranslation();
  const query = useQuery(importPreviewQuery);
  const choose = useChooseImport();
  useUiReady(query.isSuccess || query.isError);
  const button = (
    <Button data-testid="import-choose" onPress={choose}>
      <FileInput size={15} aria-hidden="true" />
      {query.data ? (
        <span className="max-frame:sr-only">{t("transfer.another")}</span>
      ) : (
        t("transfer.choose")
      )}
    </Button>
  );
  return (
    <div className="mx-auto flex min-h-full w-full max-w-3xl flex-col px-4 frame:px-8">
      <PageHeader title={t("transfer.title")} actions={query.data ? button : null} />
      {query.isPending ? (
        <Delayed>
          <GridSkeleton />
        </Delayed>
      ) : query.isError ? (
        <>
          <Failure error={query.error} onRetry={() => void query.refetch()} />
          <p className="-mt-10 text-center">{button}</p>
        </>
      ) : query.data ? (
        <ImportPreview key={query.dataUpdatedAt} preview={query.data} />
      ) : (
        <Empty
          icon={<FileInput size={32} strokeWidth={1.5} aria-hidden="true" />}
          title={t("transfer.empty")}
          text={t("transfer.emptyText")}
        >
          {button}
        </Empty>
      )}
    </div>
  );
}
