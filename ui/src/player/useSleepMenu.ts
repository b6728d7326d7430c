import { useQuery } from "@tanstack/react-query";
import { ListEnd, Timer, TimerOff, TimerReset } from "lucide-react";
import { useActions } from "../app/actions";
import { playerQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import type { Action } from "../kit/Actions";
import { MORE_MINUTES, SLEEP_MINUTES } from "./sleep-actions";

/** What can be done with the sleep timer: more and off first, while it runs. */
export function useSleepMenu(): Action[] {
  const { t } = useTranslation();
  const { sleep: act } = useActions();
  const { data: running } = useQuery({ ...playerQuery, select: (player) => player.sleep });
  const more: Action[] =
    running?.kind === "time"
      ? [
          {
            id: "sleep-more",
            label: t("sleep.more", { count: MORE_MINUTES }),
            icon: TimerReset,
            run: () => void act.more(),
          },
        ]
      : [];
  const off: Action[] = running
    ? [{ id: "sleep-off", label: t("sleep.off"), icon: TimerOff, run: () => void act.cancel() }]
    : [];
  const times = SLEEP_MINUTES.map(
    (minutes, index): Action => ({
      id: `sleep-${minutes}`,
      label: t("sleep.after", { count: minutes }),
      icon: Timer,
      apart: Boolean(running) && index === 0,
      run: () => void act.after(minutes),
    }),
  );
  const end: Action = {
    id: "sleep-end",
    label: t("sleep.atEnd"),
    icon: ListEnd,
    run: () => void act.atEpisodeEnd(),
  };
  return [...more, ...off, ...times, ...(running?.kind === "episodeEnd" ? [] : [end])];
}
