// The app in a plain browser, on the fixture backend. `?scene=…&lang=…&theme=…` choose what it shows.
import type { Language, Link, Place, Theme } from "../backend/bindings";
import { FixtureBackend, type FixtureOptions } from "./fixture/backend";
import { nothingPopular, popular } from "./fixture/discover";
import { sampleBookmarks } from "./fixture/likes";
import { privacyView } from "./fixture/privacy";
import { several as accounts } from "./fixture/profiles";
import { ipcError, podcasts } from "./fixture/sample";
import { account, alone, inStep, signIns, waitingChanges } from "./fixture/sync";
import { importFile } from "./fixture/transfer";

// As the shell does (`freezePrototype`): a library that minds shows it here first.
Object.freeze(Object.prototype);

const asked = new URLSearchParams(location.search);
const scene = asked.get("scene") ?? "";

function linkTo(part: Partial<Link>): Place {
  const known = { feedUrl: podcasts[0]?.feedUrl ?? "", guid: null, atMs: null };
  return { kind: "link", link: { ...known, ...part } };
}

const scenes: Record<string, FixtureOptions> = {
  empty: { library: [] },
  welcome: { library: [] },
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
  asleep: {
    remembered: 2,
    player: { phase: "playing", sleep: { kind: "time", leftMinutes: 29, isFading: false } },
  },
  faster: {
    remembered: 2,
    player: { phase: "playing", speed: { percent: 125, defaultPercent: 100, isOwn: true } },
  },
  fading: {
    remembered: 2,
    player: { phase: "playing", sleep: { kind: "time", leftMinutes: 1, isFading: true } },
  },
  fresh: {},
  update: {
    update: {
      kind: "found",
      version: "0.2.0",
      notes:
        "Chapters and speed.\nCollections can be reordered.\nThe queue no longer forgets its place.",
    },
  },
  updating: { update: { kind: "loading", version: "0.2.0", percent: 42 } },
  lists: {
    remembered: 2,
    queue: [20000, 10004, 30001, 40000, 50002, 10000, 90003, 110001],
    playlists: {
      Train: [20001, 10003, 50001, 30002, 70001],
      "Longue soirée d’hiver, quand la pluie ne veut pas cesser": [10002, 10003],
      Empty: [],
    },
    collections: { News: [1, 2, 3, 5, 7], Science: [4], "Pour les enfants": [13, 14, 15, 16] },
  },
  inStep: { sync: inStep() },
  inUseSeveral: {
    startup: { kind: "inUse", path: "/home/listener/library.db" },
    profiles: accounts,
  },
  accounts: { sync: inStep(), profiles: accounts },
  newAccount: { profiles: accounts },
  newAccountPreview: { newAccount: signIns.preview },
  discover: {
    sync: inStep(),
    discover: popular(),
    popularity: { subscribers: 1284, likes: 212, plays: 9120 },
    readThrough: account.server,
  },
  discoverOld: {
    sync: inStep(),
    discover: {
      ...popular(),
      toldMs: Date.now() - 26 * 3_600_000,
      error: ipcError("host-unreachable", { detail: { host: account.server } }),
    },
  },
  discoverAsking: {
    sync: inStep(),
    discover: { ...nothingPopular, server: account.server, isAsking: true },
  },
  discoverEmpty: { sync: inStep(), discover: { ...popular(), podcasts: [], episodes: [] } },
  import: { importFile: importFile(400) },
  link: { place: linkTo({ feedUrl: "https://pods.example.net/0/feed.xml" }) },
  linkPlace: { place: linkTo({ guid: "10002", atMs: 1_750_000 }) },
  linkMissing: { place: linkTo({ guid: "gone" }) },
  linkNowhere: {
    place: {
      kind: "nowhere",
      error: ipcError("link-unknown", { class: "permanent", retry: false }),
    },
  },
  discoverUnable: {
    sync: inStep(),
    discover: {
      ...nothingPopular,
      server: account.server,
      error: ipcError("not-offered", { detail: { host: account.server } }),
    },
  },
  inBrowser: { sync: { ...alone, signIn: signIns.inBrowser } },
  needsUserId: { sync: { ...alone, signIn: signIns.needsUserId } },
  asking: { sync: { ...alone, signIn: signIns.asking } },
  preview: { sync: { ...alone, signIn: signIns.preview } },
  signInFailed: { sync: { ...alone, signIn: signIns.failed } },
  firstExchange: {
    sync: {
      ...inStep(),
      state: { kind: "exchanging", received: 1240, sent: 86 },
      lastExchangeMs: null,
    },
  },
  waiting: { sync: { ...inStep(), waiting: 5, refused: 2 }, waiting: waitingChanges() },
  classic: {
    sync: { ...inStep(), state: { kind: "resting" }, staying: ["collection", "setting", "device"] },
    privacy: privacyView({ server: "ignores" }),
  },
  anonymous: { sync: inStep(), privacy: privacyView({ everything: "anonymous", anonymous: true }) },
  offline: {
    sync: {
      ...inStep(),
      state: {
        kind: "troubled",
        error: ipcError("host-unreachable", { detail: { host: account.server } }),
        untilMs: Date.now() + 40 * 60_000,
      },
      waiting: 3,
    },
    waiting: waitingChanges().slice(2),
  },
  revoked: {
    sync: {
      ...inStep(),
      account: { ...account, isSecure: false, secrets: "file", server: "192.168.1.20:4000" },
      state: { kind: "troubled", error: ipcError("revoked", { class: "auth" }), untilMs: 0 },
    },
  },
  syncTrouble: {
    sync: {
      ...inStep(),
      state: {
        kind: "troubled",
        error: ipcError("server-failed", { detail: { host: account.server, status: "500" } }),
        untilMs: Date.now() + 5 * 60_000,
      },
    },
  },
};

const fixture = new FixtureBackend({
  remembered: 2,
  bookmarks: sampleBookmarks(),
  systemLanguage: "fr-CA",
  settings: {
    language: (asked.get("lang") ?? "system") as Language,
    theme: (asked.get("theme") ?? "system") as Theme,
    welcomed: !scene.startsWith("welcome"),
  },
  ...scenes[scene],
});
if (["fresh", "empty", "welcome"].includes(scene)) {
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
if (scene === "welcomeRest") localStorage.setItem("balados.welcome", "podcasts");
if (scene === "import") fixture.transfer.chosen = fixture.transfer.offered;
if (scene.startsWith("search")) {
  const error = ipcError("host-unreachable", { detail: { host: "api.fyyd.de" } });
  if (scene === "searchOffline") fixture.search.fail(error, "apple", "fyyd");
  if (scene === "searchPartial") fixture.search.fail(error, "fyyd");
  if (scene === "searchWaiting") fixture.search.answers.fyyd = { kind: "asking" };
  if (scene === "searchAsking") {
    fixture.search.answers.apple = { kind: "asking" };
    fixture.search.answers.fyyd = { kind: "asking" };
  }
  if (scene === "searchNothing") fixture.search.shows = [];
  if (scene === "searchOff") fixture.search.settings = { apple: false, fyyd: false };
  // As if the listener had asked already.
  fixture.search.handlers.search_shows?.({ words: "mer" });
}
if (scene === "reading") fixture.add = () => new Promise(() => {});
Object.assign(window, { fixture });

await import("../main");
if (scene === "dropList" || scene === "dropOther") {
  const files = scene === "dropList" ? "list" : "other";
  setTimeout(() => void fixture.tell({ type: "filesOver", files }), 1_500);
}
