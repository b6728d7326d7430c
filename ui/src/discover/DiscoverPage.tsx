import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleAlert, Compass, RotateCw } from "lucide-react";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import { useUiReady } from "../app/useUiReady";
import type { Discover } from "../backend/bindings";
import { discoverQuery } from "../backend/queries";
import { exactDate, relativeDate } from "../format/date";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button, buttonLook, IconButton } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { PageHeader } from "../kit/PageHeader";
import { Delayed, Empty, Failure } from "../kit/states";
import { SearchForm } from "../search/SearchForm";
import { useNow } from "../sync/useSync";
import { PopularEpisodes } from "./PopularEpisodes";
import { PopularPodcasts } from "./PopularPodcasts";
import { ShowSkeletons } from "./ShowLines";

/** What other listeners of the same server follow and hear. */
export function DiscoverPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = useQuery(discoverQuery);
  useUiReady(query.isSuccess || query.isError);
  return (
    <div className="mx-auto flex min-h-full w-full max-w-[1200px] flex-col px-4 pb-16 frame:px-8">
      <PageHeader
        title={t("discover.title")}
        actions={query.data?.server ? <AskAgain isAsking={query.data.isAsking} /> : null}
      />
      <div className="max-w-3xl pb-4">
        <SearchForm
          onAddress={(address) =>
            void navigate({ to: "/subscriptions", search: { add: true, address } })
          }
        />
      </div>
      {query.data ? (
        <Known found={query.data} />
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Delayed>
          <Skeleton />
        </Delayed>
      )}
    </div>
  );
}

function AskAgain({ isAsking }: { isAsking: boolean }) {
  const { t } = useTranslation();
  const { discover } = useActions();
  return (
    <IconButton
      label={isAsking ? t("discover.asking") : t("discover.askAgain")}
      isDisabled={isAsking}
      onPress={() => void discover.ask()}
    >
      <RotateCw
        size={16}
        aria-hidden="true"
        className={isAsking ? "animate-spin motion-reduce:animate-none" : ""}
      />
    </IconButton>
  );
}

function Known({ found }: { found: Discover }) {
  const { t } = useTranslation();
  const { discover } = useActions();
  const { server, podcasts, episodes, toldMs, error } = found;
  if (server === null) return <NoServer />;
  if (toldMs === null) {
    return error ? (
      <Failure error={error} onRetry={() => void discover.ask()} />
    ) : (
      <Delayed>
        <Skeleton />
      </Delayed>
    );
  }
  return (
    <>
      <Told found={found} server={server} toldMs={toldMs} />
      {podcasts.length === 0 && episodes.length === 0 ? (
        <Empty
          icon={<Compass size={32} strokeWidth={1.5} aria-hidden="true" />}
          title={t("discover.empty", { server })}
          text={t("discover.emptyText")}
        >
          <AddByAddress />
        </Empty>
      ) : (
        <>
          <PopularPodcasts podcasts={podcasts} />
          <PopularEpisodes episodes={episodes} />
        </>
      )}
    </>
  );
}

/** Whose list it is and how old; why it is not newer. */
function Told({ found, server, toldMs }: { found: Discover; server: string; toldMs: number }) {
  const { t } = useTranslation();
  const { discover } = useActions();
  const locale = useLocale();
  const now = useNow();
  const date = relativeDate(Math.min(toldMs, now), now, locale);
  if (found.error && !found.isAsking) {
    return (
      <p role="status" className="flex flex-wrap items-center gap-x-3 text-[13px] text-soft">
        <CircleAlert size={15} aria-hidden="true" className="text-bad" />
        <span title={exactDate(toldMs, locale)}>
          {t("discover.old", { what: errorText(t, found.error, "sync").what, date })}
        </span>
        <Button
          look="plain"
          className="h-7! font-medium text-ink!"
          onPress={() => void discover.ask()}
        >
          {t("app.retry")}
        </Button>
      </p>
    );
  }
  return (
    <p className="py-1 text-[13px] text-soft" title={exactDate(toldMs, locale)}>
      {t("discover.told", { server, date })}
    </p>
  );
}

function NoServer() {
  const { t } = useTranslation();
  return (
    <div className="m-auto">
      <Empty
        icon={<Compass size={40} strokeWidth={1.25} aria-hidden="true" className="text-accent" />}
        title={t("discover.noServer")}
        text={t("discover.noServerText")}
      >
        <div className="flex flex-wrap justify-center gap-2">
          <AppLink to="/sync" className={buttonLook("primary")} data-testid="discover-connect">
            {t("discover.connect")}
          </AppLink>
          <AddByAddress />
        </div>
      </Empty>
    </div>
  );
}

function AddByAddress() {
  const { t } = useTranslation();
  return (
    <AppLink to="/subscriptions" search={{ add: true }} className={buttonLook("outline")}>
      {t("discover.addByAddress")}
    </AppLink>
  );
}

function Skeleton() {
  return <ShowSkeletons count={8} className="mt-8 grid gap-x-8 gap-y-5 min-[1080px]:grid-cols-2" />;
}
