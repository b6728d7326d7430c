import { useQuery } from "@tanstack/react-query";
import { useActions } from "../app/actions";
import type { Metered } from "../backend/bindings";
import { connectionQuery, networkSettingsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Section, Setting } from "../kit/Section";
import { Segmented } from "../kit/Segmented";

/** What Balados does of itself where the connection costs. */
export function NetworkSection() {
  const { t } = useTranslation();
  const { network } = useActions();
  const { data } = useQuery(networkSettingsQuery);
  const connection = useQuery(connectionQuery);
  if (!data) return null;
  const isMetered = connection.data?.isMetered === true;
  return (
    <Section title={t("network.title")}>
      <Setting
        label={t("network.metered")}
        text={isMetered ? t("network.meteredNow") : t("network.meteredText")}
      >
        <Segmented<Metered>
          label={t("network.metered")}
          testId="settings-metered"
          value={data.metered}
          onChange={(metered) => void network.change({ metered })}
          options={[
            { id: "sparing", label: t("network.sparing") },
            { id: "asUsual", label: t("network.asUsual") },
          ]}
        />
      </Setting>
    </Section>
  );
}
