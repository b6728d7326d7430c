const ROWS = Array.from({ length: 6 }, (_, index) => index);

export function RowsSkeleton() {
  return (
    <div>
      {ROWS.map((row) => (
        <div key={row} className="flex h-17 items-center gap-4">
          <div className="skeleton size-9 rounded-full" />
          <div className="flex-1">
            <div className="skeleton h-3.5 w-1/2" />
            <div className="skeleton mt-2 h-3 w-1/4" />
          </div>
        </div>
      ))}
    </div>
  );
}
