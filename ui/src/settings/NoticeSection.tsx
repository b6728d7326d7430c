import { useActions } from "../app/actions";
import type { NoticeSettings, Settings } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Section } from "../kit/Section";
import { SwitchSetting } from "../kit/Switch";

const KINDS = ["newEpisodes", "sync", "downloadsFailed", "downloadsDone", "sleepTimer"] as const;

/** What the system tells while nobody looks at the window. */
export function NoticeSection({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  return (
    <Section title={t("notices.title")}>
      <p className="py-3 text-[13px] text-soft">{t("notices.text")}</p>
      {KINDS.map((kind) => (
        <NoticeSetting key={kind} kind={kind} settings={settings} />
      ))}
    </Section>
  );
}

type NoticeSettingProps = {
  kind: (typeof KINDS)[number];
  /** Where no heading says that it is about notices. */
  label?: string;
  settings: Settings;
};

export function NoticeSetting({ kind, label, settings }: NoticeSettingProps) {
  const { t } = useTranslation();
  const { settings: act } = useActions();
  const change = (part: Partial<NoticeSettings>) =>
    void act.change({ notices: { ...settings.notices, ...part } });
  return (
    <SwitchSetting
      label={label ?? t(`notices.${kind}`)}
      text={t(`notices.${kind}Text`)}
      testId={`notices-${kind}`}
      isSelected={settings.notices[kind]}
      onChange={(on) => change({ [kind]: on })}
    />
  );
}
