// The app in a plain browser, on the fixture backend. `?scene=…&lang=…&theme=…` choose what it shows.
import type { Language, Theme } from "../backend/bindings";
import { FixtureBackend, type FixtureOptions } from "./fixture/backend";
import { ipcError } from "./fixture/sample";

// As the shell does (`freezePrototype`): a library that minds shows it here first.
Object.freeze(Object.prototype);

const asked = new URLSearchParams(location.search);
const scene = asked.get("scene") ?? "";

const scenes: Record<string, FixtureOptions> = {
  empty: { library: [] },
  newer: {
    startup: {
      kind: "newerDatabase",
      path: "/home/listener/.local/share/org.balados.desktop/profiles/default/library.db",
      found: 7,
      supported: 1,
    },
  },
  damaged: {
    startup: {
      kind: "damagedDatabase",
      path: "/home/listener/.local/share/org.balados.desktop/profiles/default/library.db",
      detail: "database disk image is malformed",
    },
  },
  inUse: {
    startup: {
      kind: "inUse",
      path: "/home/listener/.local/share/org.balados.desktop/profiles/default/library.db",
    },
  },
  failed: { startup: { kind: "failed", error: ipcError("disk-full", { class: "local" }) } },
  playerError: {
    remembered: 2,
    player: {
      phase: "failed",
      error: ipcError("host-unreachable", { detail: { host: "media.example.org" } }),
    },
  },
  noDevice: { remembered: 2, player: { soundDevice: { kind: "absent" } } },
  buffering: { remembered: 2, player: { phase: "buffering" } },
  fresh: {},
};

const fixture = new FixtureBackend({
  remembered: 2,
  systemLanguage: "fr-CA",
  settings: {
    language: (asked.get("lang") ?? "system") as Language,
    theme: (asked.get("theme") ?? "system") as Theme,
  },
  ...scenes[scene],
});
if (scene === "fresh" || scene === "empty") {
  fixture.player = { ...fixture.player, phase: "idle", episode: null };
}
if (scene === "slow") for (const it of ["podcasts", "podcast", "episode"]) fixture.silent.add(it);
if (scene === "listError") {
  fixture.failures.set("podcasts", ipcError("database-failed", { class: "local" }));
  fixture.failures.set("episodes", ipcError("database-failed", { class: "local" }));
}
if (scene === "choices") {
  fixture.add = () => ({
    kind: "choices",
    pageTitle: "Radio du Lac",
    feeds: [
      { title: "Radio du Lac – tous les épisodes", url: "https://example.org/feed/all.xml" },
      { title: null, url: "https://example.org/feed/extra-long-address/with/many/parts/news.xml" },
    ],
  });
}
if (scene === "reading") fixture.add = () => new Promise(() => {});
Object.assign(window, { fixture });

await import("../main");
