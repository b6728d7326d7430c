import { useQuery } from "@tanstack/react-query";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import { keyLabel } from "../app/shortcuts";
import type { Closing, Settings } from "../backend/bindings";
import { backgroundQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Choice } from "../kit/Choice";
import { Section, Setting } from "../kit/Section";
import { Segmented } from "../kit/Segmented";
import { SwitchSetting } from "../kit/Switch";
import { ZOOMS } from "./zoom";

/** How the app runs without its window, and how the window shows the page. */
export function BackgroundSection({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { settings: act } = useActions();
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const ctrl = keyLabel(t, "ctrl");
  return (
    <Section title={t("background.title")}>
      <ClosingSetting settings={settings} />
      <AutostartSetting />
      <Setting label={t("background.zoom")} text={t("background.zoomText", { ctrl })}>
        <Choice
          label={t("background.zoom")}
          look="outline"
          testId="settings-zoom"
          value={String(settings.zoom)}
          onChange={(zoom) => void act.change({ zoom: Number(zoom) })}
          options={withKept(settings.zoom).map((zoom) => ({
            id: String(zoom),
            label: percent.format(zoom / 100),
          }))}
        />
      </Setting>
    </Section>
  );
}

/** What closing the window does. */
export function ClosingSetting({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const { settings: act } = useActions();
  const { data: background } = useQuery(backgroundQuery);
  return (
    <Setting
      label={t("background.closing")}
      text={background?.hasTray === false ? t("background.noTray") : t("background.closingText")}
    >
      <Segmented<Closing>
        label={t("background.closing")}
        testId="settings-closing"
        value={settings.closing}
        onChange={(closing) => void act.change({ closing })}
        options={[
          { id: "background", label: t("background.keepRunning") },
          { id: "quit", label: t("background.quit") },
        ]}
      />
    </Setting>
  );
}

/** Whether the app starts with the computer; nothing before that is known. */
export function AutostartSetting() {
  const { t } = useTranslation();
  const { settings: act } = useActions();
  const { data: background } = useQuery(backgroundQuery);
  if (!background) return null;
  return (
    <SwitchSetting
      label={t("background.autostart")}
      text={t("background.autostartText")}
      testId="settings-autostart"
      isSelected={background.autostart}
      onChange={(on) => void act.autostart(on)}
    />
  );
}

/** What a file of settings holds need not be a step. */
function withKept(zoom: number): readonly number[] {
  return ZOOMS.includes(zoom) ? ZOOMS : [...ZOOMS, zoom].sort((a, b) => a - b);
}
