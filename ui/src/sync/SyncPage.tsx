import { RefreshCw } from "lucide-react";
import { useRef } from "react";
import { useActions } from "../app/actions";
import { useUiReady } from "../app/useUiReady";
import type { SyncView } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Button, IconButton } from "../kit/Button";
import { PageHeader } from "../kit/PageHeader";
import { Delayed, Failure, StaleNote } from "../kit/states";
import { PrivacyLink } from "../privacy/PrivacyLink";
import { Account } from "./Account";
import { Announcer } from "./Announcer";
import { ConnectedApps } from "./ConnectedApps";
import { ConnectForm } from "./ConnectForm";
import { Devices } from "./Devices";
import { Disconnect } from "./Disconnect";
import { ReadThrough } from "./ReadThrough";
import { SignInStep } from "./SignInStep";
import { Status } from "./Status";
import { SyncLog } from "./SyncLog";
import { isBusy, standingOf } from "./standing";
import { useFocusOnStep } from "./useFocusOnStep";
import { type SignInFlow, useSignIn } from "./useSignIn";
import { useSync } from "./useSync";
import { WaitingChanges } from "./WaitingChanges";

/** Being in step with other devices: how that begins, how it goes, how it ends. */
export function SyncPage() {
  const { t } = useTranslation();
  const { query, view } = useSync();
  useUiReady(query.isSuccess || query.isError);
  return (
    // Positioned, so that what only screen readers see does not make the window scroll.
    <div className="relative mx-auto w-full max-w-2xl px-4 pb-16 frame:px-8">
      <PageHeader
        title={t("sync.title")}
        actions={view && canExchange(view) ? <SyncNow /> : null}
      />
      {view ? (
        <>
          <StaleNote error={query.error} onRetry={() => void query.refetch()} />
          <Known view={view} />
        </>
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Delayed>
          <div aria-hidden="true" className="flex flex-col gap-4 pt-2">
            <div className="skeleton h-20" />
            <div className="skeleton h-40" />
          </div>
        </Delayed>
      )}
    </div>
  );
}

function SyncNow() {
  const { t } = useTranslation();
  const { sync } = useActions();
  const exchange = () => void sync.exchangeInSight();
  return (
    <>
      <Button data-testid="sync-now" onPress={exchange} className="max-frame:hidden">
        <RefreshCw size={15} aria-hidden="true" />
        {t("sync.now")}
      </Button>
      <IconButton label={t("sync.now")} onPress={exchange} className="frame:hidden">
        <RefreshCw size={16} aria-hidden="true" />
      </IconButton>
    </>
  );
}

function Known({ view }: { view: SyncView }) {
  const flow = useSignIn();
  const region = useRef<HTMLDivElement>(null);
  useFocusOnStep(region, stepOf(view));
  return (
    <>
      <Announcer view={view} />
      <div ref={region}>
        <Step view={view} flow={flow} />
      </div>
      {view.account ? <Connected view={view} account={view.account} /> : null}
    </>
  );
}

/** The one thing that this page is about at the moment. */
function Step({ view, flow }: { view: SyncView; flow: SignInFlow }) {
  if (view.signIn) return <SignInStep signIn={view.signIn} account={view.account} flow={flow} />;
  if (view.account) return <Status view={view} account={view.account} flow={flow} />;
  return <ConnectForm flow={flow} />;
}

function Connected(props: { view: SyncView; account: NonNullable<SyncView["account"]> }) {
  const { view, account } = props;
  return (
    <>
      {isFirstExchange(view) ? null : <WaitingChanges view={view} />}
      <Account account={account} />
      <ReadThrough account={account} />
      <PrivacyLink />
      <Devices />
      <ConnectedApps account={account} waiting={view.waiting} />
      <SyncLog />
      <Disconnect account={account} waiting={view.waiting} />
    </>
  );
}

/** Whoever has to sign in first cannot. */
function canExchange(view: SyncView): boolean {
  return view.account !== null && !view.signIn && standingOf(view).kind !== "signInAgain";
}

/** All that there is waits then, and goes: nothing to list. */
function isFirstExchange({ lastExchangeMs, refused, state }: SyncView): boolean {
  return lastExchangeMs === null && refused === 0 && (isBusy(state) || state.kind === "off");
}

function stepOf({ signIn, account }: SyncView): string {
  if (signIn) return signIn.kind;
  return account ? "connected" : "form";
}
