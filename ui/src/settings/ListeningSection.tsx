import { useQuery } from "@tanstack/react-query";
import { useActions } from "../app/actions";
import { playerQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Choice } from "../kit/Choice";
import { Section, Setting } from "../kit/Section";
import { DEFAULTS, speedWords } from "../player/speed";

/** How everything is heard that has no way of its own. */
export function ListeningSection() {
  const { t } = useTranslation();
  const { player: act } = useActions();
  const { data: percent } = useQuery({ ...playerQuery, select: (it) => it.speed.defaultPercent });
  if (percent === undefined) return null;
  const offered = [...new Set<number>([...DEFAULTS, percent])].sort((a, b) => a - b);
  return (
    <Section title={t("speed.section")}>
      <Setting label={t("speed.default")} text={t("speed.defaultText")}>
        <Choice
          label={t("speed.default")}
          look="outline"
          testId="settings-speed"
          value={String(percent)}
          onChange={(chosen) => void act.setDefaultSpeed(Number(chosen))}
          options={offered.map((it) => ({ id: String(it), label: speedWords(t, it) }))}
        />
      </Setting>
    </Section>
  );
}
