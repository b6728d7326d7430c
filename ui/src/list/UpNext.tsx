import { useQuery } from "@tanstack/react-query";
import { ListX, X } from "lucide-react";
import { useActions } from "../app/actions";
import { useMedia } from "../app/look";
import { queueQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { IconButton } from "../kit/Button";
import { Sheet } from "../kit/Sheet";
import { QUEUE } from "./actions";
import { ListBody } from "./ListBody";
import { Continues, QueueEmpty, SizeWords } from "./QueuePage";

/** From this width on the panel stands beside the page. */
const BESIDE = "(min-width: 1080px)";

type UpNextProps = { isOpen: boolean; onClose: () => void };

/** The queue beside whatever page is open; over it where there is little room. */
export function UpNext({ isOpen, onClose }: UpNextProps) {
  const { t } = useTranslation();
  const beside = useMedia(BESIDE);
  if (!isOpen) return null;
  if (!beside) {
    return (
      <Sheet isOpen onClose={onClose} title={t("queue.upNext")}>
        <Content />
      </Sheet>
    );
  }
  return (
    <aside
      aria-label={t("queue.upNext")}
      data-testid="up-next"
      className="flex min-h-0 w-84 flex-col border-l border-line bg-side [grid-area:panel]"
    >
      <header className="flex items-center justify-between py-3 pr-3 pl-5">
        <h2 className="text-[15px] font-strong">{t("queue.upNext")}</h2>
        <div className="flex">
          <Clear />
          <IconButton label={t("queue.close")} onPress={onClose}>
            <X size={18} aria-hidden="true" />
          </IconButton>
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto px-5">
        <Content />
      </div>
    </aside>
  );
}

function Clear() {
  const { t } = useTranslation();
  const { list: act } = useActions();
  const { data } = useQuery(queueQuery);
  if (!data || data.size.episodeCount === 0) return null;
  return (
    <IconButton label={t("queue.clear")} onPress={() => void act.takeOut(QUEUE, null)}>
      <ListX size={18} aria-hidden="true" />
    </IconButton>
  );
}

function Content() {
  const { t } = useTranslation();
  const { data } = useQuery(queueQuery);
  return (
    <ListBody
      list={QUEUE}
      label={t("queue.upNext")}
      missing={data?.size.missingCount}
      bar={
        <div className="flex flex-col gap-1 pb-2">
          {data ? <SizeWords size={data.size} /> : null}
          <Continues />
        </div>
      }
      empty={<QueueEmpty />}
      isNarrow
    />
  );
}
