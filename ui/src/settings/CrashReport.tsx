import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useEffect } from "react";
import { useActions } from "../app/actions";
import { useServices } from "../app/services";
import { crashReportQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button, IconButton } from "../kit/Button";
import { Setting } from "../kit/Section";

/** Says once, after a crash, that there is a report and where. */
export function useCrashNotice(): void {
  const { t } = useTranslation();
  const { messages } = useServices();
  const { settings } = useActions();
  const isNew = useQuery(crashReportQuery).data?.isNew ?? false;
  useEffect(() => {
    if (!isNew) return;
    const action = { label: t("crash.show"), run: () => void settings.showCrashReport() };
    messages.say({ tone: "info", text: t("crash.notice"), action });
  }, [isNew, messages, settings, t]);
}

/** The newest report, for as long as there is one. */
export function CrashReport() {
  const { t } = useTranslation();
  const { podcast, settings } = useActions();
  const { data: report } = useQuery(crashReportQuery);
  if (!report) return null;
  return (
    <Setting label={t("crash.title")} text={t("crash.text")}>
      <span className="flex items-center gap-1" data-testid="crash-report">
        <Button onPress={() => void settings.showCrashReport()}>{t("crash.show")}</Button>
        <IconButton
          label={t("settings.copyPath")}
          onPress={() => void podcast.copy(report.path, t("settings.pathCopied"))}
        >
          <Copy size={15} aria-hidden="true" />
        </IconButton>
      </span>
    </Setting>
  );
}
