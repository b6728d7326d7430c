const SCHEME = /^(?:(?:https?|feed|pcast|itpc|podcast|rss):|[a-z][a-z0-9+.-]*:\/\/)/i;
const HOST =
  /^(?:localhost|\[[0-9a-f:]+\]|\d+(?:\.\d+){3}|[^\s/?#:@]+\.[\p{L}][\p{L}\d-]+)(?::\d+)?(?:[/?#]|$)/iu;

/** Whether a text is an address rather than words. What can be read at an address, the backend says. */
export function isAddress(text: string): boolean {
  const it = text.trim();
  return it !== "" && !/\s/.test(it) && (SCHEME.test(it) || HOST.test(it));
}

/** Whether an address may have been meant as words: `Node.js` is a name too. */
export function mayBeWords(text: string): boolean {
  const it = text.trim();
  return it !== "" && (!isAddress(it) || !/[:/]/.test(it));
}
