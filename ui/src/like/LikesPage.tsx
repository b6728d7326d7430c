import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "../i18n/words";
import { PageHeader } from "../kit/PageHeader";
import { Segmented } from "../kit/Segmented";
import { LikedBookmarks } from "./LikedBookmarks";
import { LikedEpisodes } from "./LikedEpisodes";
import { LikedPodcasts } from "./LikedPodcasts";
import type { LikesTab } from "./tabs";

const route = getRouteApi("/likes");

/** What the listener likes and wants to find again, the newest first. */
export function LikesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab = "episodes" } = route.useSearch();
  return (
    <div className="mx-auto flex min-h-full w-full max-w-[1120px] flex-col px-4 pb-6 frame:px-8">
      <PageHeader title={t("likes.title")} />
      <div className="sticky top-0 z-10 -mx-4 bg-page px-4 py-2 frame:-mx-8 frame:px-8">
        <Segmented<LikesTab>
          label={t("likes.show")}
          testId="likes-tabs"
          value={tab}
          onChange={(it) =>
            void navigate({
              to: "/likes",
              search: { tab: it === "episodes" ? undefined : it },
              replace: true,
            })
          }
          options={[
            { id: "episodes", label: t("likes.episodes") },
            { id: "podcasts", label: t("likes.podcasts") },
            { id: "bookmarks", label: t("likes.bookmarks") },
          ]}
        />
      </div>
      <div className="flex-1 pt-1">
        {tab === "episodes" ? <LikedEpisodes /> : null}
        {tab === "podcasts" ? <LikedPodcasts /> : null}
        {tab === "bookmarks" ? <LikedBookmarks /> : null}
      </div>
    </div>
  );
}
