import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import type { ListenersDevice } from "../backend/bindings";
import { devicesQuery } from "../backend/queries";
import { exactDate } from "../format/date";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Question } from "../kit/Question";
import { Section } from "../kit/Section";
import { Failure } from "../kit/states";
import { RenameDialog } from "./RenameDialog";
import { useNow } from "./useSync";
import { lastSeen } from "./when";

/** The listener's devices, by what each says of itself. */
export function Devices() {
  const { t } = useTranslation();
  const { sync } = useActions();
  const { data: devices, error, refetch } = useQuery(devicesQuery);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [forgetting, setForgetting] = useState<ListenersDevice | null>(null);
  const nameOf = (device: ListenersDevice) => device.name ?? t("devices.unnamed");
  return (
    <Section title={t("devices.title")}>
      {error && !devices ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {devices?.length === 0 ? <p className="py-4 text-soft">{t("devices.none")}</p> : null}
      {devices && devices.length > 0 ? (
        <ul aria-label={t("devices.title")} className="divide-y divide-line">
          {devices.map((device) => (
            <Device
              key={device.id}
              device={device}
              name={nameOf(device)}
              onRename={() => setRenaming(nameOf(device))}
              onForget={() => setForgetting(device)}
            />
          ))}
        </ul>
      ) : null}
      <RenameDialog name={renaming} onClose={() => setRenaming(null)} />
      <Question
        isOpen={forgetting !== null}
        onClose={() => setForgetting(null)}
        title={t("devices.forgetTitle", { name: forgetting ? nameOf(forgetting) : "" })}
        yes={t("devices.forget")}
        onYes={() => forgetting && void sync.forgetDevice(forgetting.id)}
      >
        <p className="text-soft">{t("devices.forgetText")}</p>
      </Question>
    </Section>
  );
}

type DeviceProps = {
  device: ListenersDevice;
  name: string;
  onRename: () => void;
  onForget: () => void;
};

function Device({ device, name, onRename, onForget }: DeviceProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  return (
    <li
      data-testid="device"
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3"
    >
      <div className="min-w-0 flex-1 basis-48">
        <p className="[overflow-wrap:anywhere]">
          {name}
          {device.isThis ? (
            <span className="ml-2 inline-block rounded-full bg-veil px-2 text-[12px] leading-5 whitespace-nowrap text-soft">
              {t("devices.this")}
            </span>
          ) : null}
        </p>
        <p className="text-[13px] text-soft" title={exactDate(device.seenMs, locale)}>
          {lastSeen(t, device.seenMs, now, locale)}
        </p>
      </div>
      {device.isThis ? (
        <Button onPress={onRename}>{t("devices.rename")}</Button>
      ) : (
        <Button look="plain" aria-label={t("devices.forgetNamed", { name })} onPress={onForget}>
          {t("devices.forget")}
        </Button>
      )}
    </li>
  );
}
