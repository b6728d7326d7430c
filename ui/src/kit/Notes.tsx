import { type MouseEvent, useMemo } from "react";
import { useActions } from "../app/actions";
import { remotePictureUrl } from "../backend/backend";

/** A publisher's HTML, cleaned by the backend; its links open in the system's browser. */
export function Notes({ html, className = "" }: { html: string; className?: string }) {
  const { episode } = useActions();
  const ready = useMemo(() => withPictures(html), [html]);

  const open = (event: MouseEvent<HTMLElement>) => {
    const link = (event.target as Element).closest("a");
    if (!link) return;
    event.preventDefault();
    const address = link.getAttribute("href");
    if (address) void episode.openLink(address);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only catches what its links do.
    // biome-ignore lint/a11y/useKeyWithClickEvents: a link's Enter is a click too.
    <div
      className={`notes ${className}`}
      onClick={open}
      onAuxClick={open}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned in Rust by an allow-list.
      dangerouslySetInnerHTML={{ __html: ready }}
    />
  );
}

/** Pictures carry their address in `data-src`; they come through the local cache. */
export function withPictures(html: string): string {
  if (!html.includes("data-src")) return html;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const picture of page.querySelectorAll<HTMLImageElement>("img[data-src]")) {
    picture.setAttribute("src", remotePictureUrl(picture.dataset.src ?? ""));
    picture.setAttribute("loading", "lazy");
    picture.removeAttribute("data-src");
  }
  return page.body.innerHTML;
}
