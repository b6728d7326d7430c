import { useQuery } from "@tanstack/react-query";
import { Gauge } from "lucide-react";
import { useActions } from "../app/actions";
import { playerQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { PRESETS, speedWords } from "./speed";

/** The usual speeds, as the palette lists them; not the one that holds. */
export function useSpeedEntries() {
  const { t } = useTranslation();
  const { player: act } = useActions();
  const { data: percent } = useQuery({ ...playerQuery, select: (it) => it.speed.percent });
  return PRESETS.filter((preset) => preset !== percent).map((preset) => ({
    id: `speed-${preset}`,
    label: t("speed.now", { speed: speedWords(t, preset) }),
    icon: Gauge,
    run: () => void act.setSpeed(preset),
  }));
}
