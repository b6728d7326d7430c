import { useQuery } from "@tanstack/react-query";
import { ListMusic, ListX } from "lucide-react";
import { useActions } from "../app/actions";
import { useUiReady } from "../app/useUiReady";
import type { ListSize } from "../backend/bindings";
import { queueQuery } from "../backend/queries";
import { clockTime } from "../format/time";
import { useTranslation } from "../i18n/words";
import { Button, buttonLook } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { PageHeader } from "../kit/PageHeader";
import { Empty } from "../kit/states";
import { Tick } from "../kit/Tick";
import { QUEUE } from "./actions";
import { ListBody } from "./ListBody";

/** What is played next, on every device. */
export function QueuePage() {
  const { t } = useTranslation();
  const { list: act } = useActions();
  const query = useQuery(queueQuery);
  const size = query.data?.size;
  useUiReady(query.isSuccess);
  return (
    <div className="mx-auto flex min-h-full w-full max-w-[1120px] flex-col px-4 pb-6 frame:px-8">
      <PageHeader
        title={t("queue.title")}
        actions={
          size && size.episodeCount > 0 ? (
            <Button data-testid="queue-clear" onPress={() => void act.takeOut(QUEUE, null)}>
              <ListX size={15} aria-hidden="true" />
              <span className="max-frame:sr-only">{t("queue.clear")}</span>
            </Button>
          ) : null
        }
      />
      <ListBody
        list={QUEUE}
        label={t("queue.title")}
        missing={size?.missingCount}
        bar={
          <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-6">
            {size ? <SizeWords size={size} /> : null}
            <Continues />
          </div>
        }
        empty={<QueueEmpty />}
      />
    </div>
  );
}

export function QueueEmpty() {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<ListMusic size={32} strokeWidth={1.5} aria-hidden="true" />}
      title={t("queue.empty")}
      text={t("queue.emptyText")}
    >
      <AppLink to="/subscriptions" className={buttonLook("outline")}>
        {t("queue.emptyAction")}
      </AppLink>
    </Empty>
  );
}

export function SizeWords({ size }: { size: ListSize }) {
  const { t } = useTranslation();
  return (
    <p role="status" className="tabular text-[13px] text-soft">
      {t("list.episodes", { count: size.episodeCount })}
      {size.leftMs > 0 ? ` · ${t("episode.left", { time: clockTime(size.leftMs) })}` : null}
    </p>
  );
}

/** Whether the next one is played by itself. */
export function Continues() {
  const { t } = useTranslation();
  const { list: act } = useActions();
  const { data } = useQuery(queueQuery);
  return (
    <Tick isSelected={data?.continues ?? true} onChange={(on) => void act.setContinues(on)}>
      {t("queue.continues")}
    </Tick>
  );
}
