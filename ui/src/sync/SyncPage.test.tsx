import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { IpcError, SyncView } from "../backend/bindings";
import { accessibilityFaults, openApp } from "../test/app";
import type { FixtureOptions } from "../test/fixture/backend";
import { ipcError } from "../test/fixture/sample";
import {
  account,
  alone,
  inStep,
  PAGE,
  SERVER,
  signIns,
  waitingChanges,
} from "../test/fixture/sync";

const french = { settings: { language: "fr", theme: "light" } } as const;
const troubled = (error: IpcError, untilMs = 0): SyncView => ({
  ...inStep(),
  state: { kind: "troubled", error, untilMs },
});
const signingIn = (kind: keyof typeof signIns): SyncView => ({ ...alone, signIn: signIns[kind] });
const revoked = ipcError("revoked", { class: "auth", retry: false });
const unreachable = ipcError("host-unreachable", { detail: { host: SERVER } });
const exchanging = (received: number, sent: number): SyncView["state"] => ({
  kind: "exchanging",
  received,
  sent,
});
const waiting: FixtureOptions = {
  sync: { ...inStep(), waiting: 5, refused: 2 },
  waiting: waitingChanges(),
};

const status = () => screen.findByTestId("sync-status");

test.each<[name: string, english: string, francais: string, options: FixtureOptions]>([
  ["off", "Take your library to your other devices", "Retrouvez votre bibliothèque", {}],
  [
    "in the browser",
    "Go on in your browser",
    "Continuez dans votre navigateur",
    { sync: signingIn("inBrowser") },
  ],
  ["needs a user id", "bring your User ID", "rapportez", { sync: signingIn("needsUserId") }],
  ["asking", "Waiting for balados.example", "En attente", { sync: signingIn("asking") }],
  ["preview", "Bring both sides together?", "Réunir", { sync: signingIn("preview") }],
  ["failed", "You are not signed in", "Vous n’êtes pas connecté", { sync: signingIn("failed") }],
  ["in step", "In step with balados.example", "À jour avec", { sync: inStep() }],
  [
    "connecting",
    "Connecting to balados.example",
    "Connexion à",
    { sync: { ...inStep(), state: { kind: "connecting" } } },
  ],
  [
    "exchanging",
    "Exchanging with balados.example",
    "Échange avec",
    { sync: { ...inStep(), state: exchanging(3, 4) } },
  ],
  ["waiting", "2 changes were refused by", "2 modifications refusées par", waiting],
  ["offline", "cannot be reached", "est injoignable", { sync: troubled(unreachable) }],
  [
    "revoked",
    "asks you to sign in again",
    "demande de vous reconnecter",
    { sync: troubled(revoked) },
  ],
  [
    "insecure",
    "The connection is not encrypted",
    "La connexion n’est pas chiffrée",
    { sync: { ...inStep(), account: { ...account, isSecure: false, secrets: "file" } } },
  ],
])("%s speaks both languages and has no fault that axe can find", async (_, en, fr, options) => {
  const english = openApp("/sync", options);
  expect((await screen.findAllByText(en, { exact: false }))[0]).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
  english.unmount();
  openApp("/sync", { ...options, ...french });
  expect((await screen.findAllByText(fr, { exact: false }))[0]).toBeVisible();
  expect(await accessibilityFaults()).toEqual([]);
});

test("the sidebar says the state in words, and leads to the page", async () => {
  const { user, backend, router } = openApp("/settings");
  const link = await screen.findByTestId("nav-sync");
  await waitFor(() =>
    expect(link).toHaveAccessibleName("Connect… – Sync is off: this computer only"),
  );
  await act(() => backend.becomes(inStep()));
  await waitFor(() => expect(link).toHaveTextContent("In step"));
  expect(link).toHaveAccessibleName("In step with balados.example. Last exchange 2 minutes ago");
  for (let at = 0; at < 40 && document.activeElement !== link; at++) await user.tab();
  expect(link).toHaveFocus();
  expect(await screen.findByRole("tooltip")).toHaveTextContent(
    "In step with balados.example. Last",
  );
  await act(() => backend.becomes(troubled(revoked)));
  await waitFor(() => expect(link).toHaveTextContent("Sign in again"));
  await user.click(link);
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync"));
  expect(link).toHaveAttribute("aria-current", "page");
});

test("a letter, the palette and the settings lead to the page too", async () => {
  const { user, router } = openApp("/settings", { sync: inStep() });
  await screen.findByRole("heading", { name: "Settings" });
  expect(await screen.findByText(/^In step with balados\.example\. Last/)).toBeVisible();
  await user.click(screen.getByRole("link", { name: "Open sync" }));
  await status();
  await user.keyboard("gp");
  await screen.findByRole("heading", { name: "Settings" });
  await user.keyboard("gy");
  await status();
  await user.keyboard("{Control>}k{/Control}");
  const palette = await screen.findByRole("dialog", { name: "Search and actions" });
  await user.keyboard("sync");
  await waitFor(() =>
    expect(
      within(palette)
        .getAllByRole("menuitem")
        .map((it) => it.textContent),
    ).toEqual(["Sync now", "SyncGY"]),
  );
  expect(router.state.location.pathname).toBe("/sync");
});

test("from an address by the keyboard to being in step, the focus at each heading", async () => {
  const { user, backend } = openApp("/sync");
  const heading = async (name: string) => {
    const it = await screen.findByRole("heading", { name });
    await waitFor(() => expect(it).toHaveFocus());
  };
  await screen.findByTestId("sync-address");
  // The page has just been opened: nobody is moved.
  expect(document.body).toHaveFocus();
  await user.click(screen.getByTestId("sync-address"));
  await user.keyboard("balados.example{Enter}");
  await heading("Go on in your browser");
  expect(backend.called("begin_sign_in")).toEqual([
    { address: "balados.example", french: false, to: "thisProfile" },
  ]);
  expect(backend.called("open_link")).toEqual([{ url: PAGE }]);

  await user.tab();
  await user.keyboard("{Enter}");
  expect(backend.called("open_link")).toHaveLength(2);

  await act(() => backend.becomes({ signIn: signIns.preview }));
  await heading("Bring both sides together?");
  expect(screen.getByText("12 podcasts")).toBeVisible();
  expect(screen.getByText("340 episodes begun or heard")).toBeVisible();
  expect(screen.getByText("1 podcast")).toBeVisible();
  expect(screen.getByText("1,204 episodes begun or heard")).toBeVisible();
  await user.tab();
  await user.keyboard("{Enter}");
  await heading("In step with balados.example");
  expect(backend.called("confirm_sign_in")).toHaveLength(1);
});

test("an address that is no server keeps what was typed, in the language of the page", async () => {
  const { user, backend } = openApp("/sync", french);
  backend.failures.set("begin_sign_in", ipcError("tls-failed", { detail: { host: SERVER } }));
  await user.type(await screen.findByTestId("sync-address"), "balados.example{Enter}");
  expect(await screen.findByText("Pas de connexion sûre avec balados.example")).toBeVisible();
  expect(screen.getByText(/prévenez qui gère le serveur/)).toBeVisible();
  expect(screen.getByTestId("sync-address")).toBeInvalid();
  expect(backend.called("begin_sign_in")).toEqual([
    { address: "balados.example", french: true, to: "thisProfile" },
  ]);
  await user.type(screen.getByTestId("sync-address"), "x");
  expect(screen.getByTestId("sync-address")).toHaveValue("balados.examplex");
  expect(screen.queryByText(/Pas de connexion/)).toBeNull();
});

test("looking for a server can be given up", async () => {
  const { user, backend } = openApp("/sync");
  backend.silent.add("begin_sign_in");
  await user.type(await screen.findByTestId("sync-address"), "balados.example{Enter}");
  expect(await screen.findByText("Looking for balados.example")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.queryByText("Looking for balados.example")).toBeNull();
  expect(screen.getByTestId("sync-address")).toHaveValue("balados.example");
});

test("a sign-in can be cancelled, and the focus comes back to the start", async () => {
  const { user, backend } = openApp("/sync", { sync: signingIn("inBrowser") });
  await user.click(await screen.findByTestId("sync-cancel"));
  const start = await screen.findByRole("heading", { name: /Take your library/ });
  await waitFor(() => expect(start).toHaveFocus());
  expect(backend.called("cancel_sign_in")).toHaveLength(1);
});

test("a server that sends nobody back is explained before its page opens", async () => {
  const { user, backend } = openApp("/sync", { sync: signingIn("needsUserId") });
  expect(await screen.findByRole("img", { name: /User ID/ })).toBeVisible();
  expect(backend.called("open_link")).toEqual([]);
  await user.click(screen.getByTestId("sync-open-page"));
  expect(backend.called("open_link")).toEqual([{ url: PAGE }]);

  backend.failures.set("submit_user_id", ipcError("sync-user-id", { class: "local" }));
  await user.type(screen.getByTestId("sync-user-id"), "me{Enter}");
  expect(await screen.findByText("This is not a User ID")).toBeVisible();
  backend.failures.clear();
  await user.clear(screen.getByTestId("sync-user-id"));
  await user.type(screen.getByTestId("sync-user-id"), ` ${account.userId} {Enter}`);
  expect(await screen.findByRole("heading", { name: "Waiting for balados.example" })).toHaveFocus();
  expect(backend.called("submit_user_id").at(-1)).toEqual({
    userId: account.userId,
    to: "thisProfile",
  });
});

test("a sign-in that failed says why and can be tried again", async () => {
  const { user, backend } = openApp("/sync", { sync: signingIn("failed") });
  expect(await screen.findByText(/Balados was not let in/)).toBeVisible();
  await user.click(screen.getByTestId("sync-try-again"));
  expect(await screen.findByRole("heading", { name: "Go on in your browser" })).toBeVisible();
  expect(backend.called("begin_sign_in")).toEqual([
    { address: `https://${SERVER}`, french: false, to: "thisProfile" },
  ]);
});

test("a short exchange is not shown, a long one counts", async () => {
  const { backend } = openApp("/sync", { sync: inStep() });
  const section = await status();
  await act(() => backend.becomes({ state: exchanging(1, 0) }));
  await waitFor(() => expect(backend.called("sync").length).toBeGreaterThan(1));
  expect(section).toHaveAttribute("data-state", "inStep");
  await waitFor(() => expect(section).toHaveAttribute("data-state", "exchanging"));
  expect(screen.getByRole("progressbar", { name: "Exchange with balados.example" })).toBeVisible();
  await act(() => backend.becomes({ state: exchanging(1240, 86) }));
  expect(await within(section).findByText("1,240 received, 86 sent")).toBeVisible();
  await act(() => backend.becomes({ state: { kind: "live" }, lastExchangeMs: Date.now() }));
  expect(await within(section).findByText("Last exchange just now")).toBeVisible();
});

test("a change that goes at once is not shown, one that waits is", async () => {
  const { backend } = openApp("/sync", { sync: inStep() });
  const section = await status();
  const [, , change] = waitingChanges();
  backend.waiting = change ? [change] : [];
  await act(() => backend.becomes({ waiting: 1 }));
  await waitFor(() => expect(backend.called("waiting_changes")).toHaveLength(2));
  expect(section).toHaveAttribute("data-state", "inStep");
  expect(screen.getByText("Everything was sent.")).toBeVisible();
  await waitFor(() => expect(section).toHaveAttribute("data-state", "waiting"));
  expect(screen.getByTestId("nav-sync")).toHaveTextContent("1 waiting");
  expect(screen.getByTestId("waiting-change")).toHaveTextContent("Radiolab");
});

test("the first exchange says that it can take a while", async () => {
  openApp("/sync", {
    sync: { ...inStep(), lastExchangeMs: null, state: exchanging(10, 0) },
  });
  expect(await screen.findByText(/The first exchange can take a while/)).toBeVisible();
});

test("states are announced once they last, counts and times never", async () => {
  const { backend } = openApp("/sync", { sync: inStep() });
  await status();
  const said = () =>
    screen
      .getAllByRole("status")
      .filter((it) => it.matches(".sr-only"))
      .map((it) => it.textContent)
      .join("");
  expect(said()).toBe("");
  await act(() => backend.becomes({ state: exchanging(1, 0) }));
  await act(() => backend.becomes({ state: { kind: "live" }, lastExchangeMs: Date.now() }));
  await act(() => backend.becomes({ state: exchanging(1, 0) }));
  await waitFor(() => expect(said()).toBe("Exchanging with balados.example"));
  await act(() => backend.becomes({ state: exchanging(500, 20) }));
  await screen.findByText("500 received, 20 sent");
  expect(said()).toBe("Exchanging with balados.example");
  await act(() => backend.becomes(troubled(unreachable)));
  await waitFor(() => expect(said()).toBe("balados.example cannot be reached"));
});

test("revoked: signing in again begins with the same server", async () => {
  const { user, backend } = openApp("/sync", {
    sync: {
      ...troubled(revoked),
      account: { ...account, server: "music.lan:4000", isSecure: false },
    },
  });
  expect(await screen.findByText(/no longer lets this computer in/)).toBeVisible();
  await user.click(screen.getByTestId("sync-sign-in-again"));
  expect(await screen.findByRole("heading", { name: "Go on in your browser" })).toHaveFocus();
  expect(backend.called("begin_sign_in")).toEqual([
    { address: "http://music.lan:4000", french: false, to: "thisProfile" },
  ]);
});

test("other trouble says what to do and when it is tried again", async () => {
  const at = new Date(Date.now() + 3_600_000);
  openApp("/sync", { sync: troubled(unreachable, at.getTime()) });
  const section = await status();
  expect(section).toHaveTextContent("No connection to balados.example");
  expect(section).toHaveTextContent("what you do here is kept and sent later");
  const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" }).format(at);
  expect(section).toHaveTextContent(`Next attempt at ${time}`);
});

test("a failure that the state shows is not said twice", async () => {
  const { user, backend, services } = openApp("/sync", { sync: troubled(unreachable) });
  backend.failures.set("sync_now", unreachable);
  await user.click(await screen.findByTestId("sync-now"));
  await waitFor(() => expect(backend.called("sync_now")).toHaveLength(1));
  expect(services.messages.shown()).toBeNull();
});

test("changes that wait are named, and refused ones are decided on", async () => {
  const { user, backend } = openApp("/sync", waiting);
  const rows = await screen.findAllByTestId("waiting-change");
  expect(rows.map((it) => within(it).queryAllByRole("button").length)).toEqual([2, 2, 0, 0, 0]);
  expect(rows[0]).toHaveTextContent("The server has no more room for you");
  expect(rows[2]).toHaveTextContent(/Radiolab.*Subscription/);
  expect(rows[3]).toHaveTextContent(/Comment naissent les nuages \?.*Like · La science, CQFD/);

  await user.click(screen.getByRole("button", { name: /^Try again: The lighthouse/ }));
  expect(backend.called("retry_change")).toEqual([{ key: "b" }]);
  await waitFor(() => expect(screen.getAllByTestId("waiting-change")).toHaveLength(4));

  await user.click(screen.getByRole("button", { name: /^Discard: The Very Long/ }));
  const dialog = await screen.findByRole("alertdialog", { name: "Discard this change?" });
  expect(dialog).toHaveTextContent("What you did stays on this computer");
  expect(await accessibilityFaults()).toEqual([]);
  await user.click(within(dialog).getByTestId("question-yes"));
  expect(backend.called("discard_change")).toEqual([{ key: "a" }]);
  await waitFor(() => expect(screen.getAllByTestId("waiting-change")).toHaveLength(3));
});

test("when all is sent the list says so", async () => {
  const { user, backend } = openApp("/sync", waiting);
  await user.click(await screen.findByRole("button", { name: "Try all again" }));
  expect(backend.called("retry_change")).toEqual([{ key: null }]);
  expect(await screen.findByText("Everything was sent.")).toBeVisible();
});

test("connected apps are asked for on demand, and shut out after a question", async () => {
  const { user, backend } = openApp("/sync", { sync: inStep() });
  await status();
  expect(backend.called("connected_apps")).toEqual([]);
  await user.click(screen.getByTestId("sync-apps"));
  const apps = await screen.findAllByTestId("connected-app");
  expect(apps[0]).toHaveTextContent("This computer");
  expect(apps[2]).toHaveTextContent("Not used yet");
  expect(await accessibilityFaults()).toEqual([]);

  await user.click(screen.getByRole("button", { name: "Shut out Balados (Pixel 9)" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Shut out Balados (Pixel 9)?" });
  await user.click(within(dialog).getByTestId("question-yes"));
  expect(backend.called("revoke_app")).toEqual([{ appId: "phone" }]);
  await waitFor(() => expect(screen.getAllByTestId("connected-app")).toHaveLength(2));

  await user.click(screen.getByRole("button", { name: "Shut out Balados (Laptop)" }));
  const leave = await screen.findByRole("alertdialog", { name: /^Disconnect from/ });
  expect(leave).toHaveTextContent("This is the computer you are using");
});

test("apps that cannot be read say why", async () => {
  const { user, backend } = openApp("/sync", { sync: inStep() });
  backend.failures.set("connected_apps", unreachable);
  await user.click(await screen.findByTestId("sync-apps"));
  expect(await screen.findByText(/No connection to balados\.example/)).toBeVisible();
  backend.failures.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findAllByTestId("connected-app")).toHaveLength(3);
});

test.each([
  ["as it is offered", true],
  ["unticked", false],
] as const)("disconnecting, the server’s list %s", async (_, forgetServer) => {
  const { user, backend } = openApp("/sync", { sync: { ...inStep(), waiting: 2 } });
  await user.click(await screen.findByTestId("sync-disconnect"));
  const dialog = await screen.findByRole("alertdialog", {
    name: "Disconnect from balados.example?",
  });
  expect(dialog).toHaveTextContent("Everything stays on this computer, and on the server");
  expect(dialog).toHaveTextContent("2 changes were not sent yet");
  expect(await accessibilityFaults()).toEqual([]);
  const tick = within(dialog).getByRole("checkbox");
  expect(tick).toBeChecked();
  if (!forgetServer) await user.click(tick);
  await user.click(within(dialog).getByTestId("question-yes"));
  expect(await screen.findByTestId("sync-address")).toBeVisible();
  expect(backend.called("disconnect")).toEqual([{ forgetServer }]);
  expect(screen.getByTestId("message-line")).toHaveTextContent("no longer connected");
});

test("what another device did moves the lists without a reload", async () => {
  const { backend } = openApp("/subscriptions", { sync: inStep() });
  await screen.findByText("Radiolab");
  backend.library = backend.library.filter(({ title }) => title !== "Radiolab");
  await act(() => backend.tell({ type: "podcastsChanged", ids: [5] }));
  await waitFor(() => expect(screen.queryByText("Radiolab")).toBeNull());
});

test("a state that cannot be read says why, and is read again", async () => {
  const { user, backend } = openApp("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  backend.failures.set("sync", ipcError("database-busy", { class: "local" }));
  await act(() => backend.tell({ type: "reloadAll" }));
  await user.keyboard("gy");
  expect(await screen.findByText(/could not be read again/)).toBeVisible();
  backend.failures.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText(/could not be read again/)).toBeNull());
});
