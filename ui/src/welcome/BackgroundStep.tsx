import { useQuery } from "@tanstack/react-query";
import { AppWindow } from "lucide-react";
import { settingsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { AutostartSetting, ClosingSetting } from "../settings/BackgroundSection";
import { NoticeSetting } from "../settings/NoticeSection";
import { WelcomeStep } from "./WelcomeStep";

export function BackgroundStep() {
  const { t } = useTranslation();
  const { data: settings } = useQuery(settingsQuery);
  if (!settings) return null;
  return (
    <WelcomeStep
      icon={AppWindow}
      title={t("welcome.backgroundTitle")}
      text={t("welcome.backgroundText")}
    >
      <div className="-mb-6 divide-y divide-line border-t border-line">
        <ClosingSetting settings={settings} />
        <AutostartSetting />
        <NoticeSetting kind="newEpisodes" label={t("welcome.tellNew")} settings={settings} />
      </div>
    </WelcomeStep>
  );
}
