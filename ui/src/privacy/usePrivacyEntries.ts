import { useQuery } from "@tanstack/react-query";
import { EyeOff } from "lucide-react";
import { useActions } from "../app/actions";
import type { PaletteEntry } from "../app/usePaletteEntries";
import { privacyQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";

/** What the palette does about privacy; nothing before it is known how things are. */
export function usePrivacyEntries(): PaletteEntry[] {
  const { t } = useTranslation();
  const { privacy } = useActions();
  const { data: view } = useQuery(privacyQuery);
  if (!view) return [];
  return [
    {
      id: "anonymous",
      label: t(view.anonymous ? "privacy.anonymous.turnOff" : "privacy.anonymous.turnOn"),
      icon: EyeOff,
      run: () => void privacy.setAnonymous(!view.anonymous),
    },
  ];
}
