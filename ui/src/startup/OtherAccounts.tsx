import { useActions } from "../app/actions";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Avatar } from "../profile/Avatar";
import { useProfiles } from "../profile/useProfiles";

/** Where this account cannot be opened, another one may. */
export function OtherAccounts() {
  const { t } = useTranslation();
  const { profile: act } = useActions();
  const others = useProfiles().filter(({ profile }) => !profile.isCurrent);
  if (others.length === 0) return null;
  return (
    <section className="flex flex-col gap-2 border-t border-line pt-4">
      <h2 className="text-soft">{t("accounts.others")}</h2>
      <ul className="flex flex-wrap gap-2">
        {others.map(({ profile, name }) => (
          <li key={profile.id} className="max-w-full">
            <Button
              aria-label={t("accounts.switchTo", { name })}
              className="h-10! max-w-full gap-2.5!"
              onPress={() => void act.switchTo(profile.id)}
            >
              <Avatar profile={profile} name={name} className="size-6 text-[10px]" />
              <span className="truncate">{name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
