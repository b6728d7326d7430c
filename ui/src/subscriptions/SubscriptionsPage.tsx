import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { LayoutGrid, List, Plus, Search } from "lucide-react";
import { lazy, useCallback } from "react";
import { Later } from "../app/later";
import { useKept } from "../app/useKept";
import { useSearchText } from "../app/useSearchText";
import { useUiReady } from "../app/useUiReady";
import { podcastsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Choice } from "../kit/Choice";
import { FilterField } from "../kit/FilterField";
import { PageHeader } from "../kit/PageHeader";
import { Segmented } from "../kit/Segmented";
import { Delayed, Empty, Failure, StaleNote } from "../kit/states";
import { useSearchFor } from "../search/useSearchFor";
import { useWelcome } from "../welcome/useWelcome";
import { GridSkeleton } from "./GridSkeleton";
import { PodcastGrid } from "./PodcastGrid";
import { PodcastList } from "./PodcastList";
import { RefreshAll } from "./RefreshAll";
import { useKeptOrder } from "./view";

const AddDialog = lazy(() =>
  import("./AddDialog").then(({ AddDialog }) => ({ default: AddDialog })),
);
const NoPodcasts = lazy(() =>
  import("./NoPodcasts").then(({ NoPodcasts }) => ({ default: NoPodcasts })),
);
const Welcome = lazy(() =>
  import("../welcome/Welcome").then(({ Welcome }) => ({ default: Welcome })),
);
const WelcomeRest = lazy(() =>
  import("../welcome/Welcome").then(({ WelcomeRest }) => ({ default: WelcomeRest })),
);

const route = getRouteApi("/subscriptions");

export type Layout = "grid" | "list";

export function SubscriptionsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { text: settledText = "", add, address, guid, at } = route.useSearch();
  const [layout, setLayout] = useKept<Layout>("subscriptions.layout", ["grid", "list"]);
  const [order, setOrder] = useKeptOrder();
  const settle = useCallback(
    (text: string) =>
      void navigate({
        to: "/subscriptions",
        search: (it) => ({ ...it, text: text || undefined }),
        replace: true,
      }),
    [navigate],
  );
  const [text, setText] = useSearchText(settledText, settle);
  const view = { order, filter: settledText.trim() };
  const query = useInfiniteQuery(podcastsQuery(view));
  const podcasts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const isEmpty = query.isSuccess && podcasts.length === 0 && view.filter === "";
  const welcome = useWelcome();
  const searchFor = useSearchFor();
  useUiReady(query.isSuccess);

  const setAdd = (open: boolean) =>
    void navigate({
      to: "/subscriptions",
      search: ({ text }) => ({ text, add: open || undefined }),
      replace: true,
    });

  const more = query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined;
  const list = { podcasts, isLoadingMore: query.isFetchingNextPage, onMore: () => void more?.() };

  return (
    <div className="mx-auto flex min-h-full w-full max-w-[1600px] flex-col px-4 pb-6 frame:px-8">
      <PageHeader
        title={t("subscriptions.title")}
        actions={
          isEmpty ? null : (
            <>
              <Later>
                <RefreshAll />
              </Later>
              <Button look="primary" data-testid="add-button" onPress={() => setAdd(true)}>
                <Plus size={16} aria-hidden="true" />
                <span className="max-frame:sr-only">{t("subscriptions.add")}</span>
              </Button>
            </>
          )
        }
      />
      {welcome.isOpen && welcome.hasBegun && podcasts.length > 0 ? (
        <Later isOpen>
          <WelcomeRest welcome={welcome} />
        </Later>
      ) : null}
      {isEmpty ? (
        <Later isOpen>{welcome.isOpen ? <Welcome welcome={welcome} /> : <NoPodcasts />}</Later>
      ) : (
        <>
          <div className="sticky top-0 z-10 -mx-4 flex min-h-12 flex-wrap items-center gap-2 bg-page px-4 py-2 frame:-mx-8 frame:px-8">
            <Later>
              <FilterField label={t("subscriptions.filterShort")} value={text} onChange={setText} />
              <div className="ml-auto flex items-center gap-1">
                <Choice
                  label={t("subscriptions.order")}
                  value={order}
                  onChange={setOrder}
                  options={[
                    { id: "title", label: t("subscriptions.orderTitle") },
                    { id: "latest", label: t("subscriptions.orderLatest") },
                    { id: "added", label: t("subscriptions.orderAdded") },
                  ]}
                />
                <Segmented<Layout>
                  label={t("subscriptions.layout")}
                  value={layout}
                  onChange={setLayout}
                  options={[
                    {
                      id: "grid",
                      label: t("subscriptions.grid"),
                      icon: <LayoutGrid size={16} aria-hidden="true" />,
                    },
                    {
                      id: "list",
                      label: t("subscriptions.list"),
                      icon: <List size={16} aria-hidden="true" />,
                    },
                  ]}
                />
              </div>
            </Later>
          </div>
          <div className="pt-3">
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
              <Empty title={t("subscriptions.noMatch", { text: view.filter })}>
                <div className="flex flex-wrap justify-center gap-2">
                  <Button onPress={() => setText("")}>{t("subscriptions.showAll")}</Button>
                  <Button onPress={() => searchFor(view.filter)}>
                    <Search size={15} aria-hidden="true" />
                    {t("search.title")}
                  </Button>
                </div>
              </Empty>
            ) : layout === "grid" ? (
              <PodcastGrid {...list} />
            ) : (
              <PodcastList label={t("subscriptions.listLabel")} {...list} />
            )}
          </div>
        </>
      )}
      <Later isOpen={add === true}>
        <AddDialog
          isOpen={add === true}
          onClose={() => setAdd(false)}
          link={address ? { feedUrl: address, guid: guid ?? null, atMs: at ?? null } : undefined}
        />
      </Later>
    </div>
  );
}
