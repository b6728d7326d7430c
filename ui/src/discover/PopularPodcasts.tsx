import { useId } from "react";
import { GridList, GridListItem } from "react-aria-components";
import type { PopularPodcast } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { useOpenPodcast } from "../subscriptions/usePodcastMenu";
import { usePopularityWords } from "./popularity";
import { ShowLines } from "./ShowLines";
import { SubscribeButton } from "./SubscribeButton";

/** The most popular first, in as many columns as there is room for. */
export function PopularPodcasts({ podcasts }: { podcasts: readonly PopularPodcast[] }) {
  const { t } = useTranslation();
  const title = useId();
  const open = useOpenPodcast();
  if (podcasts.length === 0) return null;
  return (
    <section className="mt-5">
      <h2 id={title} className="mb-2 text-[16px] font-strong tracking-[-0.01em]">
        {t("discover.podcasts")}
      </h2>
      <GridList
        aria-labelledby={title}
        layout="grid"
        disallowTypeAhead
        onAction={(key) => {
          const id = podcasts.find(({ feedUrl }) => feedUrl === key)?.podcastId;
          if (id !== null && id !== undefined) open(id);
        }}
        className="-mx-3 grid gap-x-2 outline-none min-[1080px]:grid-cols-2"
      >
        {podcasts.map((podcast, index) => (
          <Row key={podcast.feedUrl} podcast={podcast} place={index + 1} />
        ))}
      </GridList>
    </section>
  );
}

function Row({ podcast, place }: { podcast: PopularPodcast; place: number }) {
  const words = usePopularityWords()(podcast.popularity);
  const { title, feedUrl } = podcast;
  return (
    <GridListItem
      id={feedUrl}
      textValue={title}
      data-testid="popular-podcast"
      className={`ring-inset-focus flex min-w-0 items-center gap-3 rounded-md px-3 py-3 frame:gap-4 ${
        podcast.podcastId === null ? "" : "cursor-pointer hovered:bg-veil"
      }`}
    >
      <span aria-hidden="true" className="tabular w-5 shrink-0 text-right text-[13px] text-soft">
        {place}
      </span>
      <ShowLines show={podcast}>{words}</ShowLines>
      <SubscribeButton found={podcast} title={title} />
    </GridListItem>
  );
}
