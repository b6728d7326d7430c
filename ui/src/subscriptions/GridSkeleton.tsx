const CARDS = Array.from({ length: 12 }, (_, index) => index);

export function GridSkeleton() {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(136px,1fr))] gap-4 frame:grid-cols-[repeat(auto-fill,minmax(156px,1fr))] frame:gap-6">
      {CARDS.map((card) => (
        <div key={card}>
          <div className="skeleton aspect-square w-full rounded-md" />
          <div className="skeleton mt-3 h-3.5 w-4/5" />
          <div className="skeleton mt-2 h-3 w-1/2" />
        </div>
      ))}
    </div>
  );
}
