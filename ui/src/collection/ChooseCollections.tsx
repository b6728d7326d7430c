import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { useActions } from "../app/actions";
import { useServices } from "../app/services";
import { collectionsQuery, collectionsWithQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Sheet } from "../kit/Sheet";
import { Tick } from "../kit/Tick";
import { NameForm } from "../list/NameForm";

/** Which collections a podcast is in. */
export function ChooseCollections() {
  const { t } = useTranslation();
  const { grouping } = useServices();
  const podcast = useSyncExternalStore(grouping.subscribe, grouping.chosen)?.[0];
  if (podcast === undefined) return null;
  return (
    <Sheet isOpen onClose={() => grouping.end()} title={t("collections.choose")}>
      <Choice podcast={podcast} />
    </Sheet>
  );
}

function Choice({ podcast }: { podcast: number }) {
  const { t } = useTranslation();
  const { collection: act } = useActions();
  const { data: collections, isPending } = useQuery(collectionsQuery);
  const { data: chosen } = useQuery(collectionsWithQuery(podcast));
  const [asks, setAsks] = useState(false);
  if (isPending || !chosen) return null;
  if (asks || collections?.length === 0) {
    return (
      <NameForm
        label={t("collections.newName")}
        submit={t("list.create")}
        onSubmit={(title) => {
          setAsks(false);
          void act.create(title, [podcast]);
        }}
      />
    );
  }
  return (
    <div className="flex flex-col gap-1">
      {collections?.map((collection) => (
        <Tick
          key={collection.id}
          isSelected={chosen.includes(collection.id)}
          onChange={(present) => void act.set(collection, podcast, present)}
        >
          {collection.title || t("collections.unnamed")}
        </Tick>
      ))}
      <div className="pt-3">
        <Button onPress={() => setAsks(true)}>
          <Plus size={15} aria-hidden="true" />
          {t("collections.new")}
        </Button>
      </div>
    </div>
  );
}
