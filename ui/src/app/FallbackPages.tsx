import type { ErrorComponentProps } from "@tanstack/react-router";
import { CircleAlert, Compass } from "lucide-react";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { Empty } from "../kit/states";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<Compass size={36} strokeWidth={1.5} aria-hidden="true" />}
      title={t("page.notFoundTitle")}
      text={t("page.notFoundText")}
    >
      <AppLink to="/subscriptions" className="font-medium text-accent hovered:underline">
        {t("page.toSubscriptions")}
      </AppLink>
    </Empty>
  );
}

export function CrashPage({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <Empty
        icon={<CircleAlert size={36} strokeWidth={1.5} aria-hidden="true" />}
        title={t("page.crashTitle")}
        text={t("page.crashText")}
      >
        <Button look="primary" onPress={() => window.location.reload()}>
          {t("page.reload")}
        </Button>
        <details className="mt-6 text-left text-soft">
          <summary>{t("startup.details")}</summary>
          <pre className="selectable mt-2 overflow-x-auto rounded-md bg-veil p-3 text-[12px]">
            {error instanceof Error ? error.message : String(error)}
          </pre>
        </details>
      </Empty>
    </div>
  );
}
