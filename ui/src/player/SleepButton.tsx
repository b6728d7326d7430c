import type { TFunction } from "i18next";
import { Moon } from "lucide-react";
import { shortcutLabel } from "../app/shortcuts";
import type { SleepTimer } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { MenuPopover } from "../kit/Actions";
import { IconButton } from "../kit/Button";
import { useSleepMenu } from "./useSleepMenu";

/** The menu of the sleep timer, which a key opens too. */
export type SleepMenuProps = { isSleepOpen: boolean; onSleep: (isOpen: boolean) => void };

/** When listening ends by itself, and how much of it is left. */
export function SleepButton(props: SleepMenuProps & { timer: SleepTimer | null }) {
  const { t } = useTranslation();
  const { timer, isSleepOpen, onSleep } = props;
  const actions = useSleepMenu();
  return (
    <MenuPopover
      label={t("sleep.title")}
      actions={actions}
      placement="top end"
      isOpen={isSleepOpen}
      onOpenChange={onSleep}
    >
      <IconButton
        label={wordsOf(t, timer)}
        shortcut={shortcutLabel(t, "sleep")}
        data-testid="player-sleep"
        className={timer ? "w-auto! gap-1.5! px-2 text-accent!" : ""}
      >
        <Moon size={17} fill={timer ? "currentColor" : "none"} aria-hidden="true" />
        {timer?.kind === "time" ? (
          <span aria-hidden="true" className="tabular text-[13px]">
            {t("sleep.left", { count: timer.leftMinutes })}
          </span>
        ) : null}
      </IconButton>
    </MenuPopover>
  );
}

function wordsOf(t: TFunction, timer: SleepTimer | null): string {
  if (!timer) return t("sleep.title");
  if (timer.kind === "episodeEnd") return t("sleep.titleAtEnd");
  return timer.isFading
    ? t("sleep.titleFading")
    : t("sleep.titleLeft", { count: timer.leftMinutes });
}
