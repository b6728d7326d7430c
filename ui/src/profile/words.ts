// What an account is called, and how it stands, in words. Decides, shows nothing.
import type { TFunction } from "i18next";
import type { ProfileSummary } from "../backend/bindings";

/** What the listener calls it, and what it is called until then. */
export function nameOf(t: TFunction, { name, standing }: ProfileSummary): string {
  if (name !== null) return name;
  return standing.kind === "connected" ? standing.server : t("accounts.unnamed");
}

/** How one that is not open stands: nothing is exchanged for it. */
export function standingWords(t: TFunction, { standing }: ProfileSummary): string {
  switch (standing.kind) {
    case "alone":
      return t("accounts.alone");
    case "unreadable":
      return t("accounts.unreadable");
    case "connected":
      return standing.waiting > 0
        ? t("accounts.waiting", { server: standing.server, count: standing.waiting })
        : standing.server;
  }
}
