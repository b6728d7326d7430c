import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import { asIpcError } from "../backend/backend";
import type { ConnectedApp, SyncAccount } from "../backend/bindings";
import { connectedAppsQuery } from "../backend/queries";
import { exactDate } from "../format/date";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Question } from "../kit/Question";
import { Section, Setting } from "../kit/Section";
import { Spinner } from "../kit/Spinner";
import { DisconnectDialog } from "./DisconnectDialog";
import { useNow } from "./useSync";
import { lastUsed } from "./when";

type ConnectedAppsProps = { account: SyncAccount; waiting: number };

/** Who else may read and change the account; asks the server, so only on demand. */
export function ConnectedApps({ account, waiting }: ConnectedAppsProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <Section title={t("sync.apps.title")}>
      {shown ? (
        <Apps account={account} waiting={waiting} />
      ) : (
        <Setting text={t("sync.apps.text", { server: account.server })}>
          <Button
            data-testid="sync-apps"
            aria-label={t("sync.apps.showNamed")}
            onPress={() => setShown(true)}
          >
            {t("sync.apps.show")}
          </Button>
        </Setting>
      )}
    </Section>
  );
}

function Apps({ account, waiting }: ConnectedAppsProps) {
  const { t } = useTranslation();
  const apps = useQuery(connectedAppsQuery);
  const [shuttingOut, setShuttingOut] = useState<ConnectedApp | null>(null);
  const close = () => setShuttingOut(null);
  if (apps.isPending) {
    return (
      <p role="status" className="flex items-center gap-3 py-4 text-soft">
        <Spinner size={16} />
        {t("app.loading")}
      </p>
    );
  }
  if (apps.isError) return <Unread error={apps.error} onRetry={() => void apps.refetch()} />;
  return (
    <>
      {apps.data.length === 0 ? (
        <p className="py-4 text-soft">{t("sync.apps.none")}</p>
      ) : (
        <ul
          aria-label={t("sync.apps.label", { server: account.server })}
          className="divide-y divide-line"
        >
          {apps.data.map((app) => (
            <App key={app.appId} app={app} onShutOut={() => setShuttingOut(app)} />
          ))}
        </ul>
      )}
      <ShutOut
        app={shuttingOut?.isThis ? null : shuttingOut}
        server={account.server}
        onClose={close}
      />
      <DisconnectDialog
        isOpen={shuttingOut?.isThis === true}
        onClose={close}
        account={account}
        waiting={waiting}
        why={t("sync.apps.thisText")}
      />
    </>
  );
}

function Unread({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="flex flex-wrap items-center justify-between gap-3 py-3">
      <p className="flex min-w-0 flex-1 basis-56 gap-2">
        <CircleAlert size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-bad" />
        {t("error.addressed", errorText(t, asIpcError(error), "sync"))}
      </p>
      <Button onPress={onRetry}>{t("app.retry")}</Button>
    </div>
  );
}

function App({ app, onShutOut }: { app: ConnectedApp; onShutOut: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  const used = app.lastUsedMs;
  return (
    <li
      data-testid="connected-app"
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3"
    >
      <div className="min-w-0 flex-1 basis-48">
        <p className="[overflow-wrap:anywhere]">
          {app.name}
          {app.isThis ? (
            <span className="ml-2 inline-block rounded-full bg-veil px-2 text-[12px] leading-5 whitespace-nowrap text-soft">
              {t("sync.apps.this")}
            </span>
          ) : null}
        </p>
        <p
          className="text-[13px] text-soft"
          title={used === null ? undefined : exactDate(used, locale)}
        >
          {lastUsed(t, used, now, locale)}
        </p>
      </div>
      <Button
        look="plain"
        aria-label={t("sync.apps.revokeNamed", { name: app.name })}
        onPress={onShutOut}
      >
        {t("sync.apps.revoke")}
      </Button>
    </li>
  );
}

type ShutOutProps = { app: ConnectedApp | null; server: string; onClose: () => void };

function ShutOut({ app, server, onClose }: ShutOutProps) {
  const { t } = useTranslation();
  const { sync } = useActions();
  return (
    <Question
      isOpen={app !== null}
      onClose={onClose}
      title={t("sync.apps.revokeTitle", { name: app?.name ?? "" })}
      yes={t("sync.apps.revoke")}
      onYes={() => app && void sync.revoke(app)}
    >
      <p className="text-soft">{t("sync.apps.revokeText", { server })}</p>
    </Question>
  );
}
