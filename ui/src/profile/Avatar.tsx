import { Monitor } from "lucide-react";
import type { ProfileSummary } from "../backend/bindings";
import { hueOf, initials } from "../kit/placeholder";

type AvatarProps = { profile: ProfileSummary; name: string; className?: string };

/** An account at a glance: its letters, or the computer that it is on. Decoration beside its name. */
export function Avatar({ profile, name, className = "size-7 text-[11px]" }: AvatarProps) {
  const isNamed = profile.name !== null;
  const hue = hueOf(profile.id);
  return (
    <span
      aria-hidden="true"
      style={isNamed ? { background: `oklch(0.52 0.1 ${hue})` } : undefined}
      className={`inline-flex shrink-0 items-center justify-center rounded-full font-medium leading-none ${
        isNamed ? "text-[oklch(0.98_0.01_90)]" : "bg-veil-strong text-ink"
      } ${className}`}
    >
      {isNamed ? initials(name) : <Monitor className="size-[55%]" />}
    </span>
  );
}
