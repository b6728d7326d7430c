/** A hue in degrees that stays the same for the same text. */
export function hueOf(seed: string): number {
  let hash = 0x811c9dc5;
  for (const char of seed) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash % 360;
}

const SMALL_WORDS = new Set(
  "a an and au de des du en et for in l la le les of on the to un une".split(" "),
);

/** One or two letters that stand for a title; small words do not count. */
export function initials(title: string): string {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const telling = words.filter((word) => !SMALL_WORDS.has(word.toLowerCase()));
  const [first, second] = telling.length > 0 ? telling : words;
  const letter = (word: string | undefined) => [...(word ?? "")][0] ?? "";
  return (letter(first) + letter(second)).toUpperCase() || "♪";
}
