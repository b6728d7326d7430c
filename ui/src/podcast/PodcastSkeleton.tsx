import { RowsSkeleton } from "../episode/RowsSkeleton";

export function PodcastSkeleton() {
  return (
    <>
      <div className="flex gap-6 pt-7 pb-8">
        <div className="skeleton size-28 rounded-md frame:size-44" />
        <div className="flex-1 pt-2">
          <div className="skeleton h-6 w-2/3" />
          <div className="skeleton mt-3 h-4 w-1/3" />
          <div className="skeleton mt-6 h-3.5 w-full" />
          <div className="skeleton mt-2 h-3.5 w-4/5" />
        </div>
      </div>
      <RowsSkeleton />
    </>
  );
}
