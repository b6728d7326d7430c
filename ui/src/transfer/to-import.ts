import type { ImportCandidate, PodcastToImport } from "../backend/bindings";

/** What is chosen of a file, with its folders as collections where the listener wants that. */
export function toImport(
  podcasts: readonly ImportCandidate[],
  chosen: ReadonlySet<string>,
  asCollections: boolean,
): PodcastToImport[] {
  return podcasts
    .filter(({ feedUrl }) => chosen.has(feedUrl))
    .map(({ feedUrl, title, folders }) => ({
      feedUrl,
      title,
      collections: asCollections ? folders : [],
    }));
}
