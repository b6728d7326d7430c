import { useQuery } from "@tanstack/react-query";
import type { ProfileSummary } from "../backend/bindings";
import { profilesQuery, syncQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { shortWords, standingOf } from "../sync/standing";
import { nameOf, standingWords } from "./words";

export type Shown = {
  profile: ProfileSummary;
  name: string;
  /** How it stands with its server. */
  standing: string;
};

/** Every account on this computer, as it is shown; nothing before they are known. */
export function useProfiles(): Shown[] {
  const { t } = useTranslation();
  const { data: profiles } = useQuery(profilesQuery);
  const { data: sync } = useQuery(syncQuery);
  return (profiles ?? []).map((profile) => ({
    profile,
    name: nameOf(t, profile),
    standing:
      profile.isCurrent && sync?.account
        ? shortWords(t, standingOf(sync))
        : standingWords(t, profile),
  }));
}
