import { useLocale } from "../app/look";
import { useTranslation } from "../i18n/words";
import { countWords, type Standing, shortWords, standingOf, stateWords } from "./standing";
import { useNow, useSync } from "./useSync";
import { lastExchange } from "./when";

export type Words = {
  standing: Standing;
  /** A word or two. */
  short: string;
  /** All that there is to say in one breath. */
  long: string;
};

/** The state of sync in words, kept true as time goes by; nothing before it is known. */
export function useWords(): Words | null {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  const { view } = useSync();
  if (!view) return null;
  const standing = standingOf(view);
  const short = shortWords(t, standing);
  const { account } = view;
  const state = stateWords(t, standing, account?.server ?? "");
  if (!account) return { standing, short, long: state };
  const more =
    standing.kind === "exchanging"
      ? countWords(t, standing)
      : lastExchange(t, view.lastExchangeMs, now, locale);
  return { standing, short, long: [state, more].filter(Boolean).join(". ") };
}
