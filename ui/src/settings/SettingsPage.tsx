import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useState } from "react";
import { useActions } from "../app/actions";
import { ShortcutHelp } from "../app/ShortcutHelp";
import { useUiReady } from "../app/useUiReady";
import type { AppInfo, Language, Settings, Theme } from "../backend/bindings";
import { appInfoQuery, settingsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button, buttonLook, IconButton } from "../kit/Button";
import { Choice } from "../kit/Choice";
import { AppLink } from "../kit/Link";
import { PageHeader } from "../kit/PageHeader";
import { Path } from "../kit/Path";
import { Section, Setting } from "../kit/Section";
import { Segmented } from "../kit/Segmented";
import { Failure } from "../kit/states";
import { PrivacyLink } from "../privacy/PrivacyLink";
import { useProfiles } from "../profile/useProfiles";
import { SearchSection } from "../search/SearchSection";
import { SyncState } from "../sync/SyncState";
import { TransferSection } from "../transfer/TransferSection";
import { BackgroundSection } from "./BackgroundSection";
import { CrashReport } from "./CrashReport";
import { ListeningSection } from "./ListeningSection";
import { NetworkSection } from "./NetworkSection";
import { NoticeSection } from "./NoticeSection";
import { UpdateSetting } from "./UpdateSetting";

export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useQuery(settingsQuery);
  const info = useQuery(appInfoQuery);
  useUiReady(settings.isSuccess);
  return (
    <div className="mx-auto w-full max-w-2xl px-4 pb-16 frame:px-8">
      <PageHeader title={t("settings.title")} />
      {settings.data ? (
        <Appearance settings={settings.data} />
      ) : settings.isError ? (
        <Failure error={settings.error} onRetry={() => void settings.refetch()} />
      ) : null}
      <ListeningSection />
      {settings.data ? <BackgroundSection settings={settings.data} /> : null}
      {settings.data ? <NoticeSection settings={settings.data} /> : null}
      <AccountsSection />
      <SyncSection />
      <TransferSection />
      <NetworkSection />
      <SearchSection />
      <PrivacyLink />
      <KeyboardSection />
      {info.data ? <About info={info.data} /> : null}
    </div>
  );
}

function Appearance({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const { settings: act } = useActions();
  return (
    <Section title={t("settings.appearance")}>
      <Setting label={t("settings.language")} text={t("settings.languageText")}>
        <Choice<Language>
          label={t("settings.language")}
          look="outline"
          testId="settings-language"
          value={settings.language}
          onChange={(language) => void act.change({ language })}
          options={[
            { id: "system", label: t("settings.languageSystem") },
            { id: "fr", label: t("settings.french") },
            { id: "en", label: t("settings.english") },
          ]}
        />
      </Setting>
      <Setting label={t("settings.theme")} text={t("settings.themeText")}>
        <Segmented<Theme>
          label={t("settings.theme")}
          testId="settings-theme"
          value={settings.theme}
          onChange={(theme) => void act.change({ theme })}
          options={[
            { id: "system", label: t("settings.themeSystem") },
            { id: "light", label: t("settings.themeLight") },
            { id: "dark", label: t("settings.themeDark") },
          ]}
        />
      </Setting>
    </Section>
  );
}

function AccountsSection() {
  const { t } = useTranslation();
  const profiles = useProfiles();
  const current = profiles.find(({ profile }) => profile.isCurrent);
  return (
    <Section title={t("accounts.title")}>
      <Setting label={current?.name} text={t("accounts.settingsText", { count: profiles.length })}>
        <AppLink to="/accounts" className={buttonLook("outline")}>
          {t("accounts.manageShort")}
        </AppLink>
      </Setting>
    </Section>
  );
}

function SyncSection() {
  const { t } = useTranslation();
  return (
    <Section title={t("sync.title")}>
      <Setting label={<SyncState />} text={t("sync.settingsText")}>
        <AppLink to="/sync" className={buttonLook("outline")} aria-label={t("sync.openNamed")}>
          {t("sync.openPage")}
        </AppLink>
      </Setting>
    </Section>
  );
}

function KeyboardSection() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Section title={t("settings.keyboard")}>
      <Setting label={t("settings.shortcuts")}>
        <Button onPress={() => setOpen(true)}>{t("settings.showShortcuts")}</Button>
      </Setting>
      <ShortcutHelp isOpen={open} onClose={() => setOpen(false)} />
    </Section>
  );
}

function About({ info }: { info: AppInfo }) {
  const { t } = useTranslation();
  const { podcast } = useActions();
  return (
    <Section title={t("settings.about")}>
      <p className="py-3 text-soft">{t("settings.aboutText")}</p>
      <Setting label={t("settings.version")}>
        <span className="selectable tabular">{info.version}</span>
      </Setting>
      <UpdateSetting />
      <Setting label={t("settings.dataFolder")}>
        <span className="flex min-w-0 items-center gap-1">
          <span className="min-w-0 text-right">
            <Path path={info.dataDir} />
          </span>
          <IconButton
            label={t("settings.copyPath")}
            onPress={() => void podcast.copy(info.dataDir, t("settings.pathCopied"))}
          >
            <Copy size={15} aria-hidden="true" />
          </IconButton>
        </span>
      </Setting>
      <Setting label={t("settings.platform")}>
        <span className="selectable">{info.platform}</span>
      </Setting>
      <CrashReport />
    </Section>
  );
}
