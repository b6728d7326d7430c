import { useQuery } from "@tanstack/react-query";
import { Check, UserPlus } from "lucide-react";
import { useState } from "react";
import { useActions } from "../app/actions";
import { useUiReady } from "../app/useUiReady";
import { profilesQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button, buttonLook } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { PageHeader } from "../kit/PageHeader";
import { Delayed, Failure, StaleNote } from "../kit/states";
import { Avatar } from "./Avatar";
import { RemoveDialog } from "./RemoveDialog";
import { RenameDialog } from "./RenameDialog";
import { type Shown, useProfiles } from "./useProfiles";

/** The accounts on this computer: which there are, what they are called, and their end. */
export function AccountsPage() {
  const { t } = useTranslation();
  const query = useQuery(profilesQuery);
  const profiles = useProfiles();
  useUiReady(query.isSuccess || query.isError);
  return (
    <div className="relative mx-auto w-full max-w-2xl px-4 pb-16 frame:px-8">
      <PageHeader title={t("accounts.title")} actions={<Add />} />
      <p className="pb-4 text-soft">{t("accounts.text")}</p>
      {query.data ? (
        <>
          <StaleNote error={query.error} onRetry={() => void query.refetch()} />
          <ul className="divide-y divide-line border-y border-line">
            {profiles.map((shown) => (
              <Row key={shown.profile.id} shown={shown} isOnly={profiles.length === 1} />
            ))}
          </ul>
        </>
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Delayed>
          <div aria-hidden="true" className="flex flex-col gap-3">
            <div className="skeleton h-14" />
            <div className="skeleton h-14" />
          </div>
        </Delayed>
      )}
    </div>
  );
}

function Add() {
  const { t } = useTranslation();
  return (
    <AppLink to="/accounts/new" data-testid="accounts-add" className={buttonLook("primary")}>
      <UserPlus size={15} aria-hidden="true" />
      {t("accounts.addShort")}
    </AppLink>
  );
}

function Row({ shown, isOnly }: { shown: Shown; isOnly: boolean }) {
  const { t } = useTranslation();
  const { profile: act } = useActions();
  const [open, setOpen] = useState<"rename" | "remove" | null>(null);
  const { profile, name, standing } = shown;
  const close = () => setOpen(null);
  return (
    <li data-testid="account-row" className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <Avatar profile={profile} name={name} className="size-9 text-[13px]" />
      <div className="min-w-32 flex-1">
        <p className="font-medium [overflow-wrap:anywhere]">{name}</p>
        <p className="text-[13px] text-soft [overflow-wrap:anywhere]">{standing}</p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {profile.isCurrent ? (
          <span className="inline-flex items-center gap-1.5 px-2 text-soft">
            <Check size={15} aria-hidden="true" className="text-accent" />
            {t("accounts.current")}
          </span>
        ) : (
          <Button
            aria-label={t("accounts.switchTo", { name })}
            onPress={() => void act.switchTo(profile.id)}
          >
            {t("accounts.open")}
          </Button>
        )}
        <Button
          data-testid="account-rename"
          aria-label={t("accounts.renameNamed", { name })}
          onPress={() => setOpen("rename")}
        >
          {t("accounts.rename")}
        </Button>
        <Button
          data-testid="account-remove"
          aria-label={t("accounts.removeNamed", { name })}
          onPress={() => setOpen("remove")}
        >
          {t("accounts.remove")}
        </Button>
      </div>
      <RenameDialog of={shown} isOpen={open === "rename"} onClose={close} />
      <RemoveDialog of={shown} isOnly={isOnly} isOpen={open === "remove"} onClose={close} />
    </li>
  );
}
