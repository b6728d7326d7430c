import { MonitorSmartphone } from "lucide-react";
import { useTranslation } from "../i18n/words";
import { buttonLook } from "../kit/Button";
import { AppLink } from "../kit/Link";
import type { WelcomeState } from "./useWelcome";
import { WelcomeStep } from "./WelcomeStep";

export function AccountStep({ welcome }: { welcome: WelcomeState }) {
  const { t } = useTranslation();
  return (
    <WelcomeStep
      icon={MonitorSmartphone}
      title={t("welcome.accountTitle")}
      text={t("welcome.accountText")}
    >
      <p>
        <AppLink
          to="/sync"
          data-testid="welcome-connect"
          onPress={welcome.end}
          className={`${buttonLook("primary")} h-10! px-4!`}
        >
          {t("welcome.connect")}
        </AppLink>
      </p>
    </WelcomeStep>
  );
}
