import { Eye, Laptop, Share2 } from "lucide-react";
import { useActions } from "../app/actions";
import type { PodcastSummary } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import type { Action } from "../kit/Actions";

/** What can be done about who sees a show, for its menus. */
export function usePrivacyMenu(): (podcast: PodcastSummary) => Action[] {
  const { t } = useTranslation();
  const { privacy } = useActions();
  return (podcast) => [
    podcast.sharing === "keptHere"
      ? {
          id: "share",
          label: t("privacy.menu.share"),
          icon: Share2,
          run: () => void privacy.share(podcast),
          apart: true,
        }
      : {
          id: "keepHere",
          label: t("privacy.menu.keep"),
          icon: Laptop,
          run: () => privacy.ask({ about: "keepHere", podcast }),
          apart: true,
        },
    ...(podcast.sharing === "keptHere"
      ? []
      : [
          {
            id: "level",
            label: t("privacy.menu.level"),
            icon: Eye,
            run: () => privacy.ask({ about: "level", podcast }),
          },
        ]),
  ];
}
