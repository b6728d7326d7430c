import { Headphones } from "lucide-react";
import { useTranslation } from "../i18n/words";
import { AddForm } from "../subscriptions/AddForm";
import { FromOtherApp } from "../transfer/FromOtherApp";
import type { WelcomeState } from "./useWelcome";
import { WelcomeStep } from "./WelcomeStep";

export function PodcastsStep({ welcome }: { welcome: WelcomeState }) {
  const { t } = useTranslation();
  return (
    <WelcomeStep
      icon={Headphones}
      title={t("subscriptions.emptyTitle")}
      text={t("subscriptions.emptyText")}
    >
      <div>
        <AddForm labelled={false} onDone={() => welcome.go("background")} givesUpOnLeave={false} />
        <FromOtherApp />
      </div>
    </WelcomeStep>
  );
}
