import type { ImportCandidate, PodcastToImport } from "../backend/bindings";

/** Whether a podcast that is there already would go into collections of the file. */
export const canBeSorted = ({ subscribed, folders }: ImportCandidate): boolean =>
  subscribed && folders.length > 0;

/** What is chosen of a file, with its folders as collections where the listener wants that: also of what is there already. */
export function toImport(
  podcasts: readonly ImportCandidate[],
  chosen: ReadonlySet<string>,
  asCollections: boolean,
): PodcastToImport[] {
  return podcasts
    .filter((it) => chosen.has(it.feedUrl) || (asCollections && canBeSorted(it)))
    .map(({ feedUrl, title, folders }) => ({
      feedUrl,
      title,
      collections: asCollections ? folders : [],
    }));
}
