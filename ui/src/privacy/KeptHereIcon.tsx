import { Laptop } from "lucide-react";
import type { Sharing } from "../backend/bindings";
import { useTranslation } from "../i18n/words";

/** In lists: this show does not leave this computer. */
export function KeptHereIcon({ sharing }: { sharing: Sharing }) {
  const { t } = useTranslation();
  if (sharing === "shared") return null;
  return (
    <span title={t("privacy.mark.here")} className="text-soft">
      <Laptop size={14} aria-hidden="true" />
      <span className="sr-only">{t("privacy.mark.here")}</span>
    </span>
  );
}
