import { useLocale } from "../app/look";
import type { SyncAccount, SyncView } from "../backend/bindings";
import { exactDate } from "../format/date";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { EndlessProgress } from "../kit/Progress";
import { addressOf } from "./actions";
import { SyncMark } from "./SyncMark";
import { countWords, type Standing, standingOf, stateWords } from "./standing";
import type { SignInFlow } from "./useSignIn";
import { useNow } from "./useSync";
import { lastExchange, nextAttempt } from "./when";

type StatusProps = { view: SyncView; account: SyncAccount; flow: SignInFlow };

/** Whether both sides are alike, since when, and what stands in the way. */
export function Status({ view, account, flow }: StatusProps) {
  const { t } = useTranslation();
  const standing = standingOf(view);
  const isGood = standing.kind === "inStep";
  return (
    <section
      data-testid="sync-status"
      data-state={standing.kind}
      className={`mt-2 flex gap-4 rounded-md px-4 py-4 ${
        standing.kind === "signInAgain" || standing.kind === "troubled" ? "bg-bad-veil" : "bg-veil"
      }`}
    >
      <span className={`pt-0.5 ${isGood ? "text-good" : "text-soft"}`}>
        <SyncMark standing={standing} size={22} strokeWidth={1.8} />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h2
          data-step-heading=""
          tabIndex={-1}
          className="text-[16px] leading-6 font-medium [overflow-wrap:anywhere] focus-visible:outline-none"
        >
          {stateWords(t, standing, account.server)}
        </h2>
        <Details view={view} account={account} standing={standing} flow={flow} />
      </div>
    </section>
  );
}

function Details({ view, account, standing, flow }: StatusProps & { standing: Standing }) {
  switch (standing.kind) {
    case "exchanging":
      return <Exchanging view={view} account={account} standing={standing} />;
    case "signInAgain":
      return <SignInAgain error={standing.error} account={account} flow={flow} />;
    case "offline":
    case "troubled":
      return <Trouble standing={standing} lastExchangeMs={view.lastExchangeMs} />;
    default:
      return <LastExchange thenMs={view.lastExchangeMs} />;
  }
}

function LastExchange({ thenMs }: { thenMs: number | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  return (
    <p className="text-soft" title={thenMs === null ? undefined : exactDate(thenMs, locale)}>
      {lastExchange(t, thenMs, now, locale)}
    </p>
  );
}

type ExchangingProps = {
  view: SyncView;
  account: SyncAccount;
  standing: Extract<Standing, { kind: "exchanging" }>;
};

function Exchanging({ view, account, standing }: ExchangingProps) {
  const { t } = useTranslation();
  return (
    <>
      {view.lastExchangeMs === null ? (
        <p className="text-soft">{t("sync.progress.first")}</p>
      ) : null}
      <div className="pt-2 pb-1">
        <EndlessProgress label={t("sync.progress.label", { server: account.server })} />
      </div>
      <p className="tabular min-h-5 text-soft">{countWords(t, standing)}</p>
    </>
  );
}

type SignInAgainProps = {
  error: Extract<Standing, { kind: "signInAgain" }>["error"];
  account: SyncAccount;
  flow: SignInFlow;
};

function SignInAgain({ error, account, flow }: SignInAgainProps) {
  const { t } = useTranslation();
  const { what, next } = errorText(t, error, "sync");
  const failed = flow.state.kind === "asking" ? flow.state.error : null;
  return (
    <>
      <p>{t("error.addressed", { what, next })}</p>
      {failed ? (
        <p role="alert" className="text-bad">
          {t("error.addressed", errorText(t, failed, "sync"))}
        </p>
      ) : null}
      <div className="pt-2">
        <Button
          look="primary"
          data-testid="sync-sign-in-again"
          isPending={flow.state.kind === "looking"}
          onPress={() => flow.begin(addressOf(account))}
        >
          {t("sync.signInAgain")}
        </Button>
      </div>
    </>
  );
}

type TroubleProps = {
  standing: Extract<Standing, { kind: "offline" | "troubled" }>;
  lastExchangeMs: number | null;
};

function Trouble({ standing, lastExchangeMs }: TroubleProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  const { what, next } = errorText(t, standing.error, "sync");
  const attempt = nextAttempt(t, standing.untilMs, now, locale);
  return (
    <>
      <p>{t("error.addressed", { what, next })}</p>
      {standing.kind === "offline" ? <p>{t("sync.offlineText")}</p> : null}
      <p className="text-[13px] text-soft">
        {[lastExchange(t, lastExchangeMs, now, locale), attempt].filter(Boolean).join(" · ")}
      </p>
    </>
  );
}
