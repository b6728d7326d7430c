import { Check } from "lucide-react";
import {
  Checkbox,
  GridList,
  GridListItem,
  ListLayout,
  type Selection,
  Virtualizer,
} from "react-aria-components";
import type { ImportCandidate } from "../backend/bindings";
import { useTranslation } from "../i18n/words";

const ROW = 56;

type CandidatesProps = {
  podcasts: readonly ImportCandidate[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: Set<string>) => void;
};

/** The podcasts of a file, ticked where they are to be added. */
export function Candidates({ podcasts, chosen, onChoose }: CandidatesProps) {
  const { t } = useTranslation();
  const known = podcasts.filter(({ subscribed }) => subscribed).map(({ feedUrl }) => feedUrl);
  const fresh = podcasts.filter(({ subscribed }) => !subscribed);
  const choose = (selection: Selection) =>
    onChoose(
      new Set(
        selection === "all" ? fresh.map(({ feedUrl }) => feedUrl) : [...selection].map(String),
      ),
    );
  return (
    <div className="-mx-3 pb-12">
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW }}>
        <GridList
          aria-label={t("transfer.listLabel")}
          selectionMode="multiple"
          selectionBehavior="toggle"
          selectedKeys={chosen}
          onSelectionChange={choose}
          disabledKeys={known}
          disallowTypeAhead
          className="outline-none"
        >
          {podcasts.map((podcast) => (
            <Row key={podcast.feedUrl} podcast={podcast} />
          ))}
        </GridList>
      </Virtualizer>
    </div>
  );
}

function Row({ podcast }: { podcast: ImportCandidate }) {
  const { t } = useTranslation();
  const { feedUrl, title, folders, subscribed } = podcast;
  return (
    <GridListItem
      id={feedUrl}
      textValue={title}
      data-testid="import-row"
      className="group ring-inset-focus flex h-full items-center gap-3 rounded-md px-3 hovered:bg-veil"
    >
      <Checkbox slot="selection" className="relative inline-flex shrink-0">
        {({ isSelected }) => (
          <span
            aria-hidden="true"
            className={`inline-flex size-4.5 items-center justify-center rounded-[4px] border ${
              isSelected ? "border-fill bg-fill text-on-fill" : "border-edge"
            } ${subscribed ? "opacity-40" : ""}`}
          >
            {isSelected ? <Check size={13} strokeWidth={3} /> : null}
          </span>
        )}
      </Checkbox>
      <span className="min-w-0 flex-1">
        <span className={`block truncate ${subscribed ? "text-soft" : "font-medium"}`}>
          {title}
        </span>
        <span className="block truncate text-[13px] text-soft">
          {[folders.join(" › "), withoutScheme(feedUrl)].filter(Boolean).join(" · ")}
        </span>
      </span>
      {subscribed ? (
        <span className="inline-flex shrink-0 items-center gap-1.5 text-[13px] text-soft">
          <Check size={14} aria-hidden="true" />
          <span className="max-frame:sr-only">{t("transfer.here")}</span>
        </span>
      ) : null}
    </GridListItem>
  );
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, "");
}
