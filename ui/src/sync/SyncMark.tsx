import {
  Cloud,
  CloudAlert,
  CloudCheck,
  CloudOff,
  CloudUpload,
  type LucideIcon,
  RefreshCw,
} from "lucide-react";
import { type Standing, wantsAttention } from "./standing";

const icons: Record<Standing["kind"], LucideIcon> = {
  off: Cloud,
  signingIn: Cloud,
  connecting: RefreshCw,
  exchanging: RefreshCw,
  inStep: CloudCheck,
  waiting: CloudUpload,
  offline: CloudOff,
  refused: CloudAlert,
  signInAgain: CloudAlert,
  troubled: CloudAlert,
};

type SyncMarkProps = { standing: Standing; size: number; strokeWidth?: number };

/** The state of sync as a picture; its words stand beside it. */
export function SyncMark({ standing, size, strokeWidth = 2 }: SyncMarkProps) {
  const Icon = icons[standing.kind];
  const turns = standing.kind === "connecting" || standing.kind === "exchanging";
  const motion = turns ? "animate-spin [animation-duration:1.6s] motion-reduce:animate-none" : "";
  return (
    <Icon
      size={size}
      strokeWidth={strokeWidth}
      aria-hidden="true"
      className={`shrink-0 ${motion} ${wantsAttention(standing) ? "text-bad" : ""}`}
    />
  );
}
