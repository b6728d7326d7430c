import { CircleAlert, CircleOff, Info, Waypoints } from "lucide-react";
import type { ReactNode } from "react";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import type { Podcast } from "../backend/bindings";
import { exactDate, relativeDate } from "../format/date";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";

/** Why new episodes do not come; nothing when they do. */
export function HealthBanner({ podcast }: { podcast: Podcast }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { podcast: act } = useActions();
  const { health, id, subscribed } = podcast.summary;

  if (health.kind === "failing") {
    const { what, next } = errorText(t, health.error);
    return (
      <Banner
        bad
        icon={<CircleAlert size={18} aria-hidden="true" />}
        title={t("podcast.failingTitle")}
        text={t("error.addressed", { what, next })}
        aside={
          health.sinceMs === null ? null : (
            <span title={exactDate(health.sinceMs, locale)}>
              {t("podcast.failingSince", {
                date: relativeDate(health.sinceMs, Date.now(), locale),
              })}
            </span>
          )
        }
      >
        <Button onPress={() => void act.refresh(id)}>{t("app.retry")}</Button>
      </Banner>
    );
  }
  if (health.kind === "gone") {
    return (
      <Banner
        icon={<CircleOff size={18} aria-hidden="true" />}
        title={t("podcast.goneTitle")}
        text={t("podcast.goneText")}
      />
    );
  }
  if (!subscribed) {
    return (
      <Banner icon={<Info size={18} aria-hidden="true" />} text={t("podcast.notSubscribed")} />
    );
  }
  if (podcast.readThrough !== null) {
    return (
      <Banner
        icon={<Waypoints size={18} aria-hidden="true" />}
        title={t("podcast.readThrough", { server: podcast.readThrough })}
        text={t("podcast.readThroughText")}
      />
    );
  }
  return null;
}

function Banner(props: {
  bad?: boolean;
  icon: ReactNode;
  title?: string;
  text: string;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section
      role="status"
      className={`mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md px-4 py-3 ${
        props.bad ? "bg-bad-veil" : "bg-veil"
      }`}
    >
      <span className={props.bad ? "text-bad" : "text-soft"}>{props.icon}</span>
      <div className="min-w-48 flex-1">
        {props.title ? <p className="font-medium">{props.title}</p> : null}
        <p className={props.title ? "text-soft" : ""}>{props.text}</p>
        {props.aside ? <p className="text-[13px] text-soft">{props.aside}</p> : null}
      </div>
      {props.children}
    </section>
  );
}
