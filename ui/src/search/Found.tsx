import { CircleAlert, RotateCw, Search, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { useActions } from "../app/actions";
import type { IpcError, ShowSearch } from "../backend/bindings";
import { ShowSkeletons } from "../discover/ShowLines";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button, buttonLook } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { Delayed, Empty } from "../kit/states";
import { FromOtherApp } from "../transfer/FromOtherApp";
import { FoundShows } from "./FoundShows";
import { SearchNotes } from "./SearchNotes";

const OFFLINE: ReadonlySet<string> = new Set(["host-unknown", "host-unreachable"]);

type FoundProps = { found: ShowSearch; onLook: (feedUrl: string) => void };

/** What came of a search so far, whatever that is. */
export function Found({ found, onLook }: FoundProps) {
  const { shows } = found;
  return (
    <div className="flex flex-1 flex-col pt-4">
      <SearchNotes found={found} />
      {shows.length > 0 ? (
        <FoundShows shows={shows} onLook={({ feedUrl }) => onLook(feedUrl)} />
      ) : (
        <NoShows found={found} />
      )}
    </div>
  );
}

function NoShows({ found }: { found: ShowSearch }) {
  const { t } = useTranslation();
  const { search } = useActions();
  const { words, directories } = found;
  const states = directories.map(({ state }) => state);
  const failures = states.flatMap((state) => (state.kind === "failed" ? [state.error] : []));
  if (directories.length === 0) {
    return (
      <Nothing icon={<Search />} title={t("search.off")} text={t("search.offText")}>
        <AppLink to="/settings" className={buttonLook("outline")}>
          {t("settings.title")}
        </AppLink>
      </Nothing>
    );
  }
  if (states.some(({ kind }) => kind === "asking")) {
    return (
      <Delayed>
        <FoundSkeleton />
      </Delayed>
    );
  }
  if (words === "") {
    return <Nothing icon={<Search />} title={t("search.empty")} text={t("search.emptyText")} />;
  }
  if (failures.length > 0 && failures.length === states.length) {
    return <Unanswered errors={failures} words={words} />;
  }
  if (states.some(({ kind }) => kind === "answered")) {
    return (
      <Nothing
        icon={<Search />}
        title={t("search.nothing", { words })}
        text={t("search.nothingText")}
      />
    );
  }
  return (
    <Nothing icon={<Search />} title={t("search.again", { words })} text={t("search.againText")}>
      <Button onPress={() => void search.ask(words)}>{t("app.search")}</Button>
    </Nothing>
  );
}

/** Nobody could be asked: what is left is an address, or the file of another app. */
function Unanswered({ errors, words }: { errors: IpcError[]; words: string }) {
  const { t } = useTranslation();
  const { search } = useActions();
  const isOffline = errors.every(({ code }) => OFFLINE.has(code));
  const [first] = errors;
  const said = first ? errorText(t, first, "directory") : null;
  return (
    <Nothing
      role="alert"
      icon={isOffline ? <WifiOff /> : <CircleAlert />}
      title={isOffline ? t("search.offline") : (said?.what ?? "")}
      text={isOffline ? t("search.offlineText") : (said?.next ?? "")}
    >
      <Button onPress={() => void search.ask(words)}>
        <RotateCw size={15} aria-hidden="true" />
        {t("app.retry")}
      </Button>
    </Nothing>
  );
}

type NothingProps = {
  icon: ReactNode;
  title: string;
  text: string;
  role?: "alert";
  children?: ReactNode;
};

function Nothing({ icon, title, text, role, children }: NothingProps) {
  return (
    <div className="m-auto w-full max-w-lg" role={role}>
      <Empty
        icon={
          <span aria-hidden="true" className="[&>svg]:size-8 [&>svg]:stroke-[1.5]">
            {icon}
          </span>
        }
        title={title}
        text={text}
      >
        {children}
      </Empty>
      <FromOtherApp />
    </div>
  );
}

export function FoundSkeleton() {
  return <ShowSkeletons count={6} className="flex flex-col gap-6 pt-3" />;
}
