import { useNavigate } from "@tanstack/react-router";
import { Check, ChevronsUpDown, Settings2, UserPlus } from "lucide-react";
import {
  Button as AriaButton,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from "react-aria-components";
import { useActions } from "../app/actions";
import { useTranslation } from "../i18n/words";
import { Avatar } from "./Avatar";
import { type Shown, useProfiles } from "./useProfiles";

/** Whose podcasts are open, and the way to another's: two clicks. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { profile: act } = useActions();
  const profiles = useProfiles();
  const current = profiles.find(({ profile }) => profile.isCurrent);
  if (!current) return null;
  // Where there is little room, an account that is alone needs none of it: the settings lead to more.
  const narrow = profiles.length > 1 ? "max-frame:flex-1" : "max-frame:hidden";
  return (
    <MenuTrigger onOpenChange={(open) => open && act.look()}>
      <AriaButton
        data-testid="account-button"
        aria-label={t("accounts.button", { name: current.name, standing: current.standing })}
        className={`${button} ${narrow}`}
      >
        <Avatar
          profile={current.profile}
          name={current.name}
          className="size-7 text-[11px] max-frame:size-[18px] max-frame:text-[8px]"
        />
        <span className="min-w-0 max-w-full flex-1 max-frame:flex-none">
          <span className="block truncate font-medium text-ink max-frame:font-normal max-frame:text-soft">
            {current.name}
          </span>
          <span className="flex items-center gap-1 text-[12px] leading-4 max-frame:hidden">
            <span className="truncate">{current.standing}</span>
            <ChevronsUpDown size={11} aria-hidden="true" className="shrink-0" />
          </span>
        </span>
      </AriaButton>
      <Popover
        placement="top start"
        className="float-in w-72 max-w-[calc(100vw-1rem)] rounded-md border border-line bg-raised p-1 shadow-float"
      >
        <Accounts profiles={profiles} current={current.profile.id} />
      </Popover>
    </MenuTrigger>
  );
}

const button =
  "flex min-w-0 items-center rounded-sm text-left text-soft transition-colors duration-100 hovered:text-ink " +
  "frame:flex-1 frame:gap-2 frame:px-1.5 frame:py-1.5 frame:hovered:bg-veil " +
  "max-frame:h-12 max-frame:flex-col max-frame:justify-center max-frame:gap-0.5 max-frame:text-[11px] max-frame:leading-4";

const row =
  "flex cursor-default items-center gap-3 rounded-sm px-2.5 focus:bg-veil focus-visible:outline-none pressed:bg-veil-strong";

function Accounts({ profiles, current }: { profiles: Shown[]; current: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { profile: act } = useActions();
  const choose = (id: string) => {
    if (id !== current) void act.switchTo(id);
  };
  return (
    <Menu aria-label={t("accounts.title")} className="max-h-[70vh] overflow-y-auto outline-none">
      <MenuSection
        aria-label={t("accounts.title")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[current]}
        onSelectionChange={(chosen) => {
          const [id] = chosen === "all" ? [] : chosen;
          if (id !== undefined) choose(String(id));
        }}
      >
        {profiles.map(({ profile, name, standing }) => (
          <MenuItem
            key={profile.id}
            id={profile.id}
            textValue={name}
            aria-label={`${name}, ${standing}`}
            data-testid="account-item"
            className={`${row} min-h-12 py-1.5`}
          >
            <Avatar profile={profile} name={name} />
            <span className="min-w-0 flex-1">
              <span className="block truncate">{name}</span>
              <span className="block truncate text-[12px] leading-4 text-soft">{standing}</span>
            </span>
            {profile.isCurrent ? (
              <Check size={16} aria-hidden="true" className="shrink-0 text-accent" />
            ) : null}
          </MenuItem>
        ))}
      </MenuSection>
      <Separator className="mx-2 my-1 border-t border-line" />
      <MenuItem
        id="+add"
        textValue={t("accounts.add")}
        data-testid="account-add"
        onAction={() => void navigate({ to: "/accounts/new" })}
        className={`${row} h-8`}
      >
        <UserPlus size={16} aria-hidden="true" className="mx-1.5 shrink-0 text-soft" />
        {t("accounts.add")}
      </MenuItem>
      <MenuItem
        id="+manage"
        textValue={t("accounts.manage")}
        data-testid="account-manage"
        onAction={() => void navigate({ to: "/accounts" })}
        className={`${row} h-8`}
      >
        <Settings2 size={16} aria-hidden="true" className="mx-1.5 shrink-0 text-soft" />
        {t("accounts.manage")}
      </MenuItem>
    </Menu>
  );
}
