import { useNavigate } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Empty } from "../kit/states";

type NothingYetProps = { icon: LucideIcon; title: string; text: string };

/** How something comes into an empty list, and the way there. */
export function NothingYet({ icon: Icon, title, text }: NothingYetProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Empty icon={<Icon size={28} strokeWidth={1.5} aria-hidden="true" />} title={title} text={text}>
      <Button onPress={() => void navigate({ to: "/subscriptions" })}>
        {t("page.toSubscriptions")}
      </Button>
    </Empty>
  );
}
