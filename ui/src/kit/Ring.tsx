type RingProps = { share: number; size: number; width?: number; className?: string };

/** A ring that is full at `share` 1. */
export function Ring({ share, size, width = 2, className = "" }: RingProps) {
  const radius = (size - width) / 2;
  const around = 2 * Math.PI * radius;
  return (
    <svg
      width={size}
      height={size}
      aria-hidden="true"
      className={`pointer-events-none -rotate-90 ${className}`}
      fill="none"
      strokeWidth={width}
    >
      <circle cx={size / 2} cy={size / 2} r={radius} className="stroke-veil-strong" />
      {share > 0 ? (
        <circle
          cx={size / 2}
          cy={size / 2}
          r={radius}
          stroke="currentColor"
          strokeLinecap="round"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - Math.min(1, share))}
        />
      ) : null}
    </svg>
  );
}
