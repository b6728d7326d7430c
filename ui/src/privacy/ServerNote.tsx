import { useQuery } from "@tanstack/react-query";
import { Info, TriangleAlert } from "lucide-react";
import type { PrivacyServer } from "../backend/bindings";
import { syncQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";

/** Whom the levels concern: nobody yet, or not as one would expect. */
export function ServerNote({ server }: { server: PrivacyServer }) {
  const { t } = useTranslation();
  const { data: sync } = useQuery(syncQuery);
  if (server === "honours") return null;
  const name = sync?.account?.server ?? t("privacy.server.unnamed");
  const isWarning = server === "ignores";
  const Icon = isWarning ? TriangleAlert : Info;
  return (
    <p
      data-testid="privacy-server"
      className={`flex gap-3 rounded-md px-4 py-3 ${isWarning ? "bg-bad-veil" : "bg-veil"}`}
    >
      <Icon
        size={18}
        aria-hidden="true"
        className={`mt-px shrink-0 ${isWarning ? "text-bad" : "text-soft"}`}
      />
      <span>{t(`privacy.server.${server}`, { server: name })}</span>
    </p>
  );
}
