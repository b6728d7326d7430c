import { EyeOff, Laptop } from "lucide-react";
import type { Podcast } from "../backend/bindings";
import { useTranslation } from "../i18n/words";

/** That a show does not leave this computer, or is seen otherwise than the rest; nothing for most. */
export function PrivacyMark({ podcast }: { podcast: Podcast }) {
  const { t } = useTranslation();
  const { summary, privacy } = podcast;
  const isHere = summary.sharing === "keptHere";
  if (!isHere && privacy === null) return null;
  const Icon = isHere ? Laptop : EyeOff;
  const isPublic = !isHere && privacy === "public";
  return (
    <p data-testid="privacy-mark" className="mt-2">
      <span className="inline-flex items-center gap-1.5 rounded-full bg-veil px-2.5 text-[12px] leading-6 text-soft">
        {isPublic ? null : <Icon size={13} aria-hidden="true" />}
        {isHere ? t("privacy.mark.here") : t(`privacy.mark.${privacy ?? "public"}`)}
      </span>
    </p>
  );
}
