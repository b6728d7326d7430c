import { useTranslation } from "../i18n/words";

/** Where the User ID stands on a server's dashboard, drawn in the colours of the theme. */
export function DashboardSketch() {
  const { t } = useTranslation();
  return (
    <svg
      viewBox="0 0 320 150"
      role="img"
      aria-label={t("sync.userId.picture")}
      className="w-full max-w-80 rounded-md border border-line"
    >
      <rect width="320" height="150" className="fill-page" />
      <rect width="320" height="22" className="fill-veil" />
      {[12, 22, 32].map((x) => (
        <circle key={x} cx={x} cy="11" r="3" className="fill-veil-strong" />
      ))}
      <rect x="48" y="6" width="180" height="10" rx="5" className="fill-veil-strong" />
      <rect x="20" y="36" width="90" height="9" rx="4.5" className="fill-veil-strong" />
      <rect x="20" y="56" width="200" height="6" rx="3" className="fill-veil" />
      <rect
        x="14"
        y="74"
        width="292"
        height="30"
        rx="6"
        strokeWidth="1.5"
        className="fill-accent-veil stroke-accent"
      />
      <text x="24" y="93" fontSize="11" fontWeight="500" className="fill-ink">
        User ID
      </text>
      <text x="72" y="93" fontSize="10" className="fill-ink font-mono">
        0d9a7f0e-5a55-4a0e-9f43-7c2f1f0e9a11
      </text>
      <rect x="20" y="116" width="240" height="6" rx="3" className="fill-veil" />
      <rect x="20" y="130" width="170" height="6" rx="3" className="fill-veil" />
    </svg>
  );
}
