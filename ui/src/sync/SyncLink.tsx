import { TooltipTrigger } from "react-aria-components";
import { useTranslation } from "../i18n/words";
import { Hint } from "../kit/Button";
import { AppLink } from "../kit/Link";
import { SyncMark } from "./SyncMark";
import { useWords } from "./useWords";

/** One small icon with the state in words; leads to the page of sync. */
export function SyncLink({ className }: { className: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const { standing, short, long } = words ?? {
    standing: { kind: "off" } as const,
    short: t("sync.title"),
    long: t("sync.title"),
  };
  return (
    <TooltipTrigger delay={600} closeDelay={0} isDisabled={!words}>
      <AppLink
        to="/sync"
        search={{}}
        activeProps={{ "aria-current": "page" }}
        activeOptions={{ includeSearch: false }}
        data-testid="nav-sync"
        data-state={standing.kind}
        // What is seen comes first: it is how it would be called out.
        aria-label={long.startsWith(short) ? long : `${short} – ${long}`}
        className={className}
      >
        <SyncMark standing={standing} size={18} />
        <span className="max-w-full truncate frame:sr-only">{short}</span>
      </AppLink>
      <Hint placement="top start">{long}</Hint>
    </TooltipTrigger>
  );
}
