import type { ReactNode } from "react";
import { useActions } from "../app/actions";
import type { KeptShow, PrivacyLevel, ShowPrivacy } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Choice } from "../kit/Choice";
import { AppLink } from "../kit/Link";
import { Section } from "../kit/Section";

/** Shows with a level of their own. */
export function ShowLevels({ shows }: { shows: readonly ShowPrivacy[] }) {
  const { t } = useTranslation();
  const { privacy } = useActions();
  const choose = (id: number, level: PrivacyLevel | "unset") =>
    void privacy.setLevel(id, level === "unset" ? null : level);
  return (
    <Section title={t("privacy.shows.title")}>
      {shows.length === 0 ? (
        <p className="py-4 text-soft">{t("privacy.shows.none")}</p>
      ) : (
        <ul aria-label={t("privacy.shows.title")} className="divide-y divide-line">
          {shows.map(({ podcastId, title, level }) => (
            <Line key={podcastId} podcastId={podcastId} title={title}>
              <Choice<PrivacyLevel | "unset">
                label={t("privacy.shows.named", { title })}
                look="outline"
                value={level}
                onChange={(level) => choose(podcastId, level)}
                options={(["public", "anonymous", "private", "unset"] as const).map((id) => ({
                  id,
                  label: t(`privacy.level.${id}`),
                }))}
              />
            </Line>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Shows that do not leave this computer. */
export function KeptShows({ shows }: { shows: readonly KeptShow[] }) {
  const { t } = useTranslation();
  const { privacy } = useActions();
  return (
    <Section title={t("privacy.here.title")}>
      {shows.length === 0 ? (
        <p className="py-4 text-soft">{t("privacy.here.none")}</p>
      ) : (
        <ul aria-label={t("privacy.here.title")} className="divide-y divide-line">
          {shows.map(({ podcastId, title }) => (
            <Line key={podcastId} podcastId={podcastId} title={title}>
              <Button
                aria-label={t("privacy.here.shareNamed", { title })}
                onPress={() => void privacy.share({ id: podcastId, title })}
              >
                {t("privacy.here.share")}
              </Button>
            </Line>
          ))}
        </ul>
      )}
    </Section>
  );
}

type LineProps = { podcastId: number; title: string; children: ReactNode };

function Line({ podcastId, title, children }: LineProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <AppLink
        to="/podcast/$podcastId"
        params={{ podcastId }}
        search={{}}
        className="line-clamp-2 min-w-0 flex-1 basis-48 [overflow-wrap:anywhere] hovered:underline"
      >
        {title}
      </AppLink>
      {children}
    </li>
  );
}
