import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Layers, Plus } from "lucide-react";
import { useState } from "react";
import { useActions } from "../app/actions";
import { useUiReady } from "../app/useUiReady";
import type { Collection } from "../backend/bindings";
import { collectionsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { PageHeader } from "../kit/PageHeader";
import { Sheet } from "../kit/Sheet";
import { Delayed, Empty, Failure, StaleNote } from "../kit/states";
import { Mosaic } from "../list/Mosaic";
import { NameForm } from "../list/NameForm";
import { GridSkeleton } from "../subscriptions/GridSkeleton";

/** The listener's groups of podcasts. */
export function CollectionsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { collection: act } = useActions();
  const [asks, setAsks] = useState(false);
  const query = useQuery(collectionsQuery);
  const collections = query.data ?? [];
  const isEmpty = query.isSuccess && collections.length === 0;
  useUiReady(query.isSuccess);
  const open = (collectionId: string) =>
    void navigate({ to: "/collection/$collectionId", params: { collectionId } });
  const add = (
    <Button look="primary" data-testid="collection-new" onPress={() => setAsks(true)}>
      <Plus size={16} aria-hidden="true" />
      {t("collections.new")}
    </Button>
  );
  return (
    <div className="mx-auto flex min-h-full w-full max-w-[1600px] flex-col px-4 pb-6 frame:px-8">
      <PageHeader title={t("collections.title")} actions={isEmpty ? null : add} />
      {collections.length > 0 ? (
        <StaleNote error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? (
        <Delayed>
          <GridSkeleton />
        </Delayed>
      ) : query.isError && collections.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : isEmpty ? (
        <Empty
          icon={<Layers size={32} strokeWidth={1.5} aria-hidden="true" />}
          title={t("collections.empty")}
          text={t("collections.emptyText")}
        >
          {add}
        </Empty>
      ) : (
        <ul
          aria-label={t("collections.title")}
          className="grid grid-cols-[repeat(auto-fill,minmax(140px,1fr))] gap-x-4 gap-y-6 pt-2 frame:grid-cols-[repeat(auto-fill,minmax(170px,1fr))]"
        >
          {collections.map((collection) => (
            <Tile key={collection.id} collection={collection} />
          ))}
        </ul>
      )}
      <Sheet isOpen={asks} onClose={() => setAsks(false)} title={t("collections.new")}>
        <NameForm
          label={t("list.name")}
          submit={t("list.create")}
          onSubmit={(title) => {
            setAsks(false);
            void act.create(title, [], open);
          }}
        />
      </Sheet>
    </div>
  );
}

function Tile({ collection }: { collection: Collection }) {
  const { t } = useTranslation();
  return (
    <li>
      <AppLink
        to="/collection/$collectionId"
        params={{ collectionId: collection.id }}
        data-testid="collection-tile"
        className="group block rounded-md"
      >
        <Mosaic
          podcastIds={collection.podcastIds}
          size={300}
          className="w-full rounded-md shadow-float"
        />
        <span className="mt-2 block truncate font-medium group-hover:underline">
          {collection.title || t("collections.unnamed")}
        </span>
        <span className="tabular block text-[13px] text-soft">
          {t("collections.podcasts", { count: collection.podcastCount })}
        </span>
      </AppLink>
    </li>
  );
}
