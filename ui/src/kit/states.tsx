import { CircleAlert, RotateCw } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { asIpcError } from "../backend/backend";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "./Button";

const SKELETON_AFTER_MS = 150;

/** Shows its children only if the wait is long enough to be noticed. */
export function Delayed({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{t("app.loading")}</span>
      {children}
    </div>
  );
}

type EmptyProps = { icon?: ReactNode; title: string; text?: string; children?: ReactNode };

/** One line and one action. */
export function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-16 text-center">
      {icon ? <span className="mb-1 text-soft">{icon}</span> : null}
      <p className="text-[16px] font-medium text-balance">{title}</p>
      {text ? <p className="text-soft text-balance">{text}</p> : null}
      {children ? <div className="mt-2 w-full">{children}</div> : null}
    </div>
  );
}

/** What happened, what to do, and Retry. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { what, next } = errorText(t, asIpcError(error));
  return (
    <div
      role="alert"
      className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center"
    >
      <CircleAlert size={28} strokeWidth={1.5} aria-hidden="true" className="mb-2 text-bad" />
      <p className="text-[16px] font-medium text-balance">{what}</p>
      <p className="text-soft text-balance">{next}</p>
      {onRetry ? (
        <Button onPress={onRetry} className="mt-4">
          <RotateCw size={15} aria-hidden="true" />
          {t("app.retry")}
        </Button>
      ) : null}
    </div>
  );
}

/** What is shown may be old: reading it again has failed. */
export function StaleNote({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-3 py-1 text-[13px] text-soft">
      <CircleAlert size={15} aria-hidden="true" className="text-bad" />
      <span title={errorText(t, asIpcError(error)).what}>{t("page.stale")}</span>
      <Button look="plain" className="h-7! font-medium text-ink!" onPress={onRetry}>
        {t("app.retry")}
      </Button>
    </p>
  );
}
