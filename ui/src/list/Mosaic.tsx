import { useQuery } from "@tanstack/react-query";
import { ListMusic } from "lucide-react";
import { podcastQuery } from "../backend/queries";
import { Cover } from "../kit/Cover";

type MosaicProps = { podcastIds: readonly number[]; size: 96 | 300; className?: string };

/** The covers of what is in a list: one, or four. It is decoration beside a name. */
export function Mosaic({ podcastIds, size, className = "" }: MosaicProps) {
  const shown = podcastIds.length >= 4 ? podcastIds.slice(0, 4) : podcastIds.slice(0, 1);
  return (
    <span
      aria-hidden="true"
      className={`relative grid aspect-square shrink-0 overflow-hidden bg-veil ${
        shown.length === 4 ? "grid-cols-2" : ""
      } ${className}`}
    >
      {shown.length === 0 ? (
        <ListMusic className="m-auto size-2/5 text-soft" strokeWidth={1.5} />
      ) : (
        shown.map((id) => <OneCover key={id} id={id} size={size} />)
      )}
    </span>
  );
}

function OneCover({ id, size }: { id: number; size: 96 | 300 }) {
  const { data } = useQuery(podcastQuery(id));
  if (!data) return <span className="bg-veil" />;
  const { title, feedUrl, hasArtwork } = data.summary;
  return (
    <Cover
      of={{ kind: "podcast", id }}
      hasArtwork={hasArtwork}
      title={title}
      seed={feedUrl}
      size={size}
      className="w-full"
    />
  );
}
