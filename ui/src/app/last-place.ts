// The page where the listener was, over a closed window and a restart. The web view keeps it.

const STORED = "balados.lastPlace";

export type LastPlace = { href: string; top: number };

export function lastPlace(): LastPlace | null {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? "null") as Partial<LastPlace> | null;
    if (typeof kept?.href !== "string" || !kept.href.startsWith("/")) return null;
    return { href: kept.href, top: typeof kept.top === "number" ? kept.top : 0 };
  } catch {
    return null;
  }
}

/** A dialog that an address opens is not a place to come back to, and what was searched for is kept nowhere. */
export function keepPlace({ href, top }: LastPlace): void {
  const [path = "/", search] = href.split("?");
  const asked = new URLSearchParams(search);
  asked.delete("add");
  if (path === "/search") asked.delete("q");
  const kept = asked.size > 0 ? `${path}?${asked}` : path;
  localStorage.setItem(STORED, JSON.stringify({ href: kept, top }));
}

/** A window that opens at no page in particular opens where the last one was. */
export function returnToLastPlace(): void {
  const place = lastPlace();
  if (place && location.hash.length < 3) history.replaceState(null, "", `#${place.href}`);
}
