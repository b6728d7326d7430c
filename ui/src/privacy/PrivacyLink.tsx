import { useTranslation } from "../i18n/words";
import { buttonLook } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { Section, Setting } from "../kit/Section";

/** The way to the page of privacy, on the pages of settings and sync. */
export function PrivacyLink() {
  const { t } = useTranslation();
  return (
    <Section title={t("privacy.title")}>
      <Setting label={t("privacy.settings.label")} text={t("privacy.settings.text")}>
        <AppLink
          to="/privacy"
          className={buttonLook("outline")}
          aria-label={t("privacy.settings.openNamed")}
        >
          {t("privacy.settings.open")}
        </AppLink>
      </Setting>
    </Section>
  );
}
