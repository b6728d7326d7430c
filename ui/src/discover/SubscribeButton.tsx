import { Check, Plus } from "lucide-react";
import { useActions } from "../app/actions";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import type { Found } from "./actions";

/** One click; afterwards it says so in its place. */
export function SubscribeButton({ found, title }: { found: Found; title: string }) {
  const { t } = useTranslation();
  const { discover } = useActions();
  if (found.subscribed) {
    return (
      <span className="flex h-8 items-center gap-1.5 px-2 text-[13px] whitespace-nowrap text-soft">
        <Check size={15} aria-hidden="true" className="text-good" />
        <span className="max-frame:sr-only">{t("discover.subscribed")}</span>
      </span>
    );
  }
  return (
    <Button
      aria-label={t("discover.subscribeTo", { title })}
      data-testid="discover-subscribe"
      onPress={() => void discover.subscribe(found, title)}
    >
      <Plus size={15} aria-hidden="true" />
      <span className="max-frame:sr-only">{t("podcast.subscribe")}</span>
    </Button>
  );
}
