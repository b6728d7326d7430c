import { CircleAlert, CircleOff } from "lucide-react";
import type { FeedHealth } from "../backend/bindings";
import { useTranslation } from "../i18n/words";

/** A feed that has a problem, said calmly; nothing for one that has none. */
export function Health({ health }: { health: FeedHealth }) {
  const { t } = useTranslation();
  if (health.kind !== "failing" && health.kind !== "gone") return null;
  const gone = health.kind === "gone";
  const Icon = gone ? CircleOff : CircleAlert;
  const label = gone ? t("subscriptions.gone") : t("subscriptions.failing");
  return (
    <span title={label} className={`inline-flex ${gone ? "text-soft" : "text-bad"}`}>
      <Icon size={14} role="img" aria-label={label} />
    </span>
  );
}
