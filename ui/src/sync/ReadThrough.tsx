import { useQuery } from "@tanstack/react-query";
import { useActions } from "../app/actions";
import type { SyncAccount } from "../backend/bindings";
import { networkSettingsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Section } from "../kit/Section";
import { Tick } from "../kit/Tick";

/** Whether the server may read feeds in the place of publishers that cannot be reached. */
export function ReadThrough({ account: { server } }: { account: SyncAccount }) {
  const { t } = useTranslation();
  const { network } = useActions();
  const { data } = useQuery(networkSettingsQuery);
  if (!data) return null;
  return (
    <Section title={t("network.feeds")}>
      <div className="py-3">
        <Tick
          isSelected={data.readThroughServer}
          onChange={(readThroughServer) => void network.change({ readThroughServer })}
        >
          {t("network.readThrough", { server })}
        </Tick>
        <p className="pl-7 text-[13px] text-soft">{t("network.readThroughText")}</p>
      </div>
    </Section>
  );
}
