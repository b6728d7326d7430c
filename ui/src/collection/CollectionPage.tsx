import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Layers, PencilLine, Trash2 } from "lucide-react";
import { useState } from "react";
import { useActions } from "../app/actions";
import { useUiReady } from "../app/useUiReady";
import type { Collection } from "../backend/bindings";
import { collectionPodcastsQuery, collectionQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { MoreButton } from "../kit/Actions";
import { Button, buttonLook } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { PageHeader } from "../kit/PageHeader";
import { Sheet } from "../kit/Sheet";
import { Delayed, Empty, Failure, StaleNote } from "../kit/states";
import { NameForm } from "../list/NameForm";
import { GridSkeleton } from "../subscriptions/GridSkeleton";
import { PodcastGrid } from "../subscriptions/PodcastGrid";

const route = getRouteApi("/collection/$collectionId");

export function CollectionPage() {
  const { collectionId } = route.useParams();
  const query = useQuery(collectionQuery(collectionId));
  useUiReady(query.isSuccess);
  return (
    <div className="mx-auto flex min-h-full w-full max-w-[1600px] flex-col px-4 pb-6 frame:px-8">
      {query.isPending ? (
        <Delayed>
          <div className="pt-7">
            <GridSkeleton />
          </div>
        </Delayed>
      ) : query.data ? (
        <Page collection={query.data} />
      ) : (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
    </div>
  );
}

function Page({ collection }: { collection: Collection }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(collectionPodcastsQuery(collection.id));
  const podcasts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const more = query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined;
  return (
    <>
      <PageHeader
        title={collection.title || t("collections.unnamed")}
        actions={<HeadActions collection={collection} />}
      />
      {collection.description ? (
        <p className="selectable -mt-2 mb-4 max-w-[72ch] whitespace-pre-line text-soft">
          {collection.description}
        </p>
      ) : null}
      {podcasts.length > 0 ? (
        <StaleNote error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? (
        <Delayed>
          <GridSkeleton />
        </Delayed>
      ) : query.isError && podcasts.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : podcasts.length === 0 ? (
        <Empty
          icon={<Layers size={32} strokeWidth={1.5} aria-hidden="true" />}
          title={t("collections.nothingInIt")}
          text={t("collections.nothingInItText")}
        >
          <AppLink to="/subscriptions" className={buttonLook("outline")}>
            {t("queue.emptyAction")}
          </AppLink>
        </Empty>
      ) : (
        <PodcastGrid
          podcasts={podcasts}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void more?.()}
        />
      )}
    </>
  );
}

function HeadActions({ collection }: { collection: Collection }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { collection: act } = useActions();
  const [edits, setEdits] = useState(false);
  return (
    <>
      <Button onPress={() => setEdits(true)}>
        <PencilLine size={15} aria-hidden="true" />
        <span className="max-frame:sr-only">{t("list.edit")}</span>
      </Button>
      <MoreButton
        label={collection.title}
        actions={[
          {
            id: "remove",
            label: t("collections.remove"),
            icon: Trash2,
            run: () => void act.remove(collection, () => void navigate({ to: "/collections" })),
          },
        ]}
      />
      <Sheet isOpen={edits} onClose={() => setEdits(false)} title={t("list.edit")}>
        <NameForm
          label={t("list.name")}
          submit={t("list.save")}
          name={collection.title}
          description={collection.description ?? ""}
          onSubmit={(title, description) => {
            setEdits(false);
            void act.change(collection.id, title, description);
          }}
        />
      </Sheet>
    </>
  );
}
