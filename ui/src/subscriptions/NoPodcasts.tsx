import { Headphones } from "lucide-react";
import { useTranslation } from "../i18n/words";
import { FromOtherApp } from "../transfer/FromOtherApp";
import { AddForm } from "./AddForm";

/** A library without podcasts: one line, and the one thing to do. */
export function NoPodcasts() {
  const { t } = useTranslation();
  return (
    <div className="m-auto flex w-full max-w-lg flex-col items-center gap-3 pt-8 pb-24 text-center">
      <Headphones size={44} strokeWidth={1.25} aria-hidden="true" className="mb-2 text-accent" />
      <h2 className="text-[20px] leading-7 font-strong tracking-tight text-balance">
        {t("subscriptions.emptyTitle")}
      </h2>
      <p className="mb-3 text-[15px] text-soft">{t("subscriptions.emptyText")}</p>
      <AddForm labelled={false} onDone={() => {}} givesUpOnLeave={false} />
      <FromOtherApp />
    </div>
  );
}
