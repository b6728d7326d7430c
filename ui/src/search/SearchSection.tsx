import { useQuery } from "@tanstack/react-query";
import { useActions } from "../app/actions";
import type { Directory } from "../backend/bindings";
import { searchSettingsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Section } from "../kit/Section";
import { SwitchSetting } from "../kit/Switch";
import { nameOf } from "./directories";

const DIRECTORIES: readonly Directory[] = ["apple", "fyyd"];

/** Who may hear the words that podcasts are looked for by. */
export function SearchSection() {
  const { t } = useTranslation();
  const { search } = useActions();
  const { data } = useQuery(searchSettingsQuery);
  if (!data) return null;
  return (
    <Section title={t("search.title")}>
      <p className="py-3 text-[13px] text-soft">{t("search.settingsText")}</p>
      {DIRECTORIES.map((directory) => (
        <SwitchSetting
          key={directory}
          label={nameOf(t, directory)}
          text={t(`search.about.${directory}`)}
          testId={`search-${directory}`}
          isSelected={data[directory]}
          onChange={(on) => void search.change({ [directory]: on })}
        />
      ))}
    </Section>
  );
}
