import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useUiReady } from "../app/useUiReady";
import type { Link } from "../backend/bindings";
import { foundShowsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { PageHeader } from "../kit/PageHeader";
import { Delayed, Failure } from "../kit/states";
import { AddDialog } from "../subscriptions/AddDialog";
import { Found, FoundSkeleton } from "./Found";
import { SearchForm } from "./SearchForm";

const route = getRouteApi("/search");

/** Shows by words, from public directories; an address is looked at as everywhere. */
export function SearchPage() {
  const { t } = useTranslation();
  const { q = "" } = route.useSearch();
  const query = useQuery(foundShowsQuery(q));
  const [looked, setLooked] = useState<Link | null>(null);
  useUiReady(query.isSuccess || query.isError);
  const look = (feedUrl: string) => setLooked({ feedUrl, guid: null, atMs: null });
  return (
    <div className="mx-auto flex min-h-full w-full max-w-3xl flex-col px-4 pb-16 frame:px-8">
      <PageHeader title={t("search.title")} />
      <SearchForm words={q} autoFocus={q === ""} onAddress={look} />
      {query.data ? (
        <Found found={query.data} onLook={look} />
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Delayed>
          <FoundSkeleton />
        </Delayed>
      )}
      {looked ? <AddDialog isOpen link={looked} onClose={() => setLooked(null)} /> : null}
    </div>
  );
}
