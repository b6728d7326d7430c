import { useQuery } from "@tanstack/react-query";
import { useLocale } from "../app/look";
import { foundShowsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { namesOf } from "./directories";

/** Where words go, before they go anywhere. */
export function WhoHears() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { data } = useQuery(foundShowsQuery(""));
  if (!data) return null;
  const { directories } = data;
  return (
    <p
      data-testid="who-hears"
      title={directories.map(({ host }) => host).join(", ") || undefined}
      className="text-[13px] text-soft"
    >
      {directories.length > 0
        ? t("search.whoHears", { who: namesOf(t, locale, directories) })
        : t("search.nobodyHears")}
    </p>
  );
}
