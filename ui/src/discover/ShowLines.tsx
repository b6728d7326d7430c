import type { ReactNode } from "react";
import { Cover } from "../kit/Cover";
import { pictureOf } from "./popularity";

type Show = {
  title: string;
  author: string | null;
  description: string | null;
  feedUrl: string;
  image: string | null;
  podcastId: number | null;
};

/** A show of somebody else's list: its cover, who makes it and what it is about; `children` is the last line. */
export function ShowLines({ show, children }: { show: Show; children: ReactNode }) {
  const { title, author, description, feedUrl } = show;
  return (
    <>
      <Cover
        {...pictureOf(show, 300)}
        title={title}
        seed={feedUrl}
        size={300}
        className="w-16 rounded-sm frame:w-18"
      />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 font-medium">{title}</span>
        {author ? <span className="block truncate text-[13px] text-soft">{author}</span> : null}
        {description ? (
          <span className="line-clamp-1 text-[13px] text-soft max-frame:hidden">{description}</span>
        ) : null}
        <span className="tabular block truncate text-[13px] text-soft">{children}</span>
      </span>
    </>
  );
}

/** The place of so many of them, while they are waited for. */
export function ShowSkeletons({ count, className }: { count: number; className: string }) {
  return (
    <div aria-hidden="true" className={className}>
      {[...Array(count).keys()].map((row) => (
        <div key={row} className="flex items-center gap-4">
          <div className="skeleton size-16 rounded-sm frame:size-18" />
          <div className="flex-1">
            <div className="skeleton h-4 w-1/2" />
            <div className="skeleton mt-2 h-3 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  );
}
