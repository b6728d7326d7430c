import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useActions } from "../app/actions";
import type { ImportPreview as Preview } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Tick } from "../kit/Tick";
import { Candidates } from "./Candidates";
import { Faults } from "./Faults";
import { canBeSorted, toImport } from "./to-import";

export function ImportPreview({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { transfer } = useActions();
  const { podcasts, faults, fileName } = preview;
  const fresh = useMemo(() => podcasts.filter(({ subscribed }) => !subscribed), [podcasts]);
  const [chosen, setChosen] = useState(() => new Set(fresh.map(({ feedUrl }) => feedUrl)));
  const [asCollections, setAsCollections] = useState(false);
  const [isAdding, setIsAdding] = useState(false);
  const hasFolders = podcasts.some(({ folders }) => folders.length > 0);
  const sorts = asCollections && podcasts.some(canBeSorted);
  const known = podcasts.length - fresh.length;
  const leave = () => void navigate({ to: "/subscriptions" });
  const add = async () => {
    setIsAdding(true);
    await transfer.add(toImport(podcasts, chosen, asCollections), leave);
    setIsAdding(false);
  };

  return (
    <>
      <p role="status" className="selectable text-[15px] leading-6 text-soft">
        <span className="wrap-anywhere text-ink">
          {t("transfer.found", { count: podcasts.length, file: fileName })}
        </span>{" "}
        {known > 0 ? t("transfer.known", { count: known }) : null}
      </p>
      <Faults faults={faults} />
      <div className="sticky top-0 z-10 -mx-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 bg-page px-4 py-3 frame:-mx-8 frame:px-8">
        <div className="flex flex-col">
          {fresh.length > 1 ? (
            <Tick
              isSelected={chosen.size === fresh.length}
              isPartial={chosen.size > 0}
              onChange={(all) => setChosen(new Set(all ? fresh.map((it) => it.feedUrl) : []))}
            >
              {t("transfer.chosen", { count: chosen.size, of: fresh.length })}
            </Tick>
          ) : null}
          {hasFolders ? (
            <Tick isSelected={asCollections} onChange={setAsCollections}>
              {t("transfer.collections")}
            </Tick>
          ) : null}
        </div>
        <div className="ml-auto flex gap-2">
          {isAdding ? (
            <Button data-testid="import-stop" onPress={() => void transfer.stop()}>
              {t("transfer.stop")}
            </Button>
          ) : (
            <Button
              look="plain"
              onPress={() => {
                void transfer.forget();
                leave();
              }}
            >
              {t("app.cancel")}
            </Button>
          )}
          {fresh.length > 0 || hasFolders ? (
            <Button
              look="primary"
              data-testid="import-add"
              isPending={isAdding}
              isDisabled={chosen.size === 0 && !sorts}
              onPress={() => void add()}
            >
              {chosen.size === 0 && sorts
                ? t("transfer.sort")
                : t("transfer.add", { count: chosen.size })}
            </Button>
          ) : null}
        </div>
      </div>
      <Candidates podcasts={podcasts} chosen={chosen} onChoose={setChosen} />
    </>
  );
}
