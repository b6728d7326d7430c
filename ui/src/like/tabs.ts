export const LIKES_TABS = ["episodes", "podcasts", "bookmarks"] as const;
export type LikesTab = (typeof LIKES_TABS)[number];
