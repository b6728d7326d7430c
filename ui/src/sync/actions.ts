import { attempt, sayProblem } from "../app/attempt";
import type { Services } from "../app/services";
import { asIpcError, backend } from "../backend/backend";
import type {
  ConnectedApp,
  ListenersDevice,
  SignInTo,
  SyncAccount,
  SyncView,
} from "../backend/bindings";
import { optimistically } from "../backend/cache";
import { keys } from "../backend/queries";

/** What a listener can do with sync. */
export function syncActions(services: Services) {
  const { client, messages, i18n } = services;
  const readAgain = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.sync }),
      client.invalidateQueries({ queryKey: keys.waitingChanges }),
      client.invalidateQueries({ queryKey: keys.newAccount }),
    ]);

  /** On the page of sync: a failure that the state shows is not said a second time. */
  const inSight = async (run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
      await readAgain();
    } catch (error) {
      await readAgain();
      const view = client.getQueryData<SyncView>(keys.sync);
      if (view?.state.kind !== "troubled") sayProblem(services, asIpcError(error));
    }
  };

  return {
    exchange: () => attempt(services, () => backend.syncNow()),
    exchangeInSight: () => inSight(() => backend.syncNow()),
    openPage: (url: string) => attempt(services, () => backend.openLink(url)),
    cancel: (to: SignInTo) =>
      attempt(
        services,
        () => (to === "newProfile" ? backend.cancelNewAccount() : backend.cancelSignIn()),
        readAgain,
      ),
    confirm: (to: SignInTo) =>
      attempt(
        services,
        () => (to === "newProfile" ? backend.confirmNewAccount() : backend.confirmSignIn()),
        () => {
          // From now on this computer is another app to the server.
          void client.invalidateQueries({ queryKey: keys.connectedApps });
          void readAgain();
        },
      ),
    retry: (key: string | null) => inSight(() => backend.retryChange(key)),
    discard: (key: string) => attempt(services, () => backend.discardChange(key), readAgain),

    revoke: (app: ConnectedApp) =>
      attempt(
        services,
        () => backend.revokeApp(app.appId),
        () => {
          void client.invalidateQueries({ queryKey: keys.connectedApps });
          messages.say({ tone: "info", text: i18n.t("sync.apps.revoked", { name: app.name }) });
        },
      ),

    renameDevice: (name: string) =>
      attempt(
        services,
        () => backend.renameDevice(name),
        () => {
          void client.invalidateQueries({ queryKey: keys.devices });
          void readAgain();
        },
      ),

    forgetDevice: (id: string) => {
      const apply = () =>
        client.setQueryData<ListenersDevice[]>(keys.devices, (devices) =>
          devices?.filter((device) => device.id !== id),
        );
      return attempt(services, () =>
        optimistically(client, [keys.devices], apply, () => backend.forgetDevice(id)),
      );
    },

    disconnect: ({ server }: SyncAccount, forgetServer: boolean) =>
      attempt(
        services,
        () => backend.disconnect(forgetServer),
        () => {
          client.removeQueries({ queryKey: keys.connectedApps });
          void readAgain();
          messages.say({ tone: "info", text: i18n.t("sync.disconnect.done", { server }) });
        },
      ),
  };
}

/** What to type for the server of an account: its name alone would mean `https://`. */
export function addressOf({ server, isSecure }: SyncAccount): string {
  return isSecure ? server : `http://${server}`;
}
