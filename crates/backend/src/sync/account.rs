//! The account that a library is in step with.

use std::{path::Path, sync::Arc, time::Duration};

use balados_library::{Library, SettingScope};
use balados_protocol::ErrorClass;
use balados_sync::{Api, AppId, AppKey, Identity, Signer, Vault, VaultKind, is_secure};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;
use uuid::Uuid;

use super::{Running, Sync, follow};
use crate::{
    Error, Event, Result, clock,
    view::{SecretPlace, SyncAccount},
};

const SETTING: &str = "sync.account";
/// Names this device to the others, whichever account it has.
const DEVICE: &str = "sync.device";
/// How long a server may take to hear that the app does not come in after all.
const GOODBYE: Duration = Duration::from_secs(3);

/// What is kept of it; its key is in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(super) server: Url,
    pub(super) user_id: String,
    pub(super) app_id: String,
    pub(super) device_id: String,
    pub(super) device_name: String,
}

impl Account {
    /// Names it in the library: another server or another listener begins anew.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.server, self.user_id)
    }

    pub(crate) fn host(&self) -> String {
        host(&self.server)
    }

    /// The name of its key in the vault.
    pub(crate) fn key(&self) -> &str {
        &self.app_id
    }

    /// What the library at `path` says without being opened: its account, and how many changes wait.
    pub(crate) async fn glance(path: &Path) -> Result<(Option<Self>, u64)> {
        let glance = Library::glance(path, SETTING).await?;
        Ok((glance.setting.and_then(read), glance.waiting))
    }

    /// Shuts the app out of the server, if that can be done within `limit`.
    pub(crate) async fn say_goodbye(&self, vault: &Vault, limit: Duration) {
        let goodbye = async {
            let token = self.signer(vault).await?.token(clock::now_ms())?;
            Ok(Api::new(self.server.clone())?.revoke_app(&token, &self.app_id).await?)
        };
        let said: Result<()> =
            tokio::time::timeout(limit, goodbye).await.unwrap_or_else(|_| Err(Error::cancelled()));
        if let Err(error) = said {
            // The listener can still do it on the server's own page.
            tracing::warn!(code = error.code, "The app could not be shut out of the server");
        }
    }

    async fn signer(&self, vault: &Vault) -> Result<Signer> {
        let pem = vault.get(&self.app_id).await?;
        let lost = || balados_sync::Error::Key { what: "it is gone" };
        let key = AppKey::from_pem(&pem.ok_or_else(lost)?)?;
        Ok(Signer::new(self.identity()?, Arc::new(key)))
    }

    pub(super) fn view(&self, vault: VaultKind, name: Option<String>) -> SyncAccount {
        SyncAccount {
            server: self.host(),
            user_id: self.user_id.clone(),
            device_name: name.unwrap_or_else(|| self.device_name.clone()),
            is_secure: is_secure(&self.server),
            secrets: match vault {
                VaultKind::Keychain => SecretPlace::Keychain,
                VaultKind::File => SecretPlace::File,
            },
        }
    }

    fn identity(&self) -> Result<Identity> {
        let app_id =
            AppId::read(&self.app_id).ok_or_else(|| Error::internal("the app has no id"))?;
        Ok(Identity {
            app_id,
            user_id: self.user_id.clone(),
            device_id: self.device_id.clone(),
            device_name: self.device_name.clone(),
        })
    }
}

/// With its port, where that is not the usual one.
pub(super) fn host(server: &Url) -> String {
    let host = server.host_str().unwrap_or_default();
    server.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

pub(super) async fn load(library: &Library) -> Result<Option<Account>> {
    Ok(library.setting(SETTING).await?.and_then(read))
}

/// An account that cannot be read was written by a newer version, or by something else: there is none.
fn read(kept: Value) -> Option<Account> {
    let account = serde_json::from_value::<Option<Account>>(kept);
    account.unwrap_or_else(|error| {
        tracing::warn!(%error, "The account cannot be read");
        None
    })
}

/// The same for as long as the library lives: a device that signs in again is no other one.
pub(super) async fn device_id(library: &Library) -> Result<String> {
    if let Some(id) = library.setting(DEVICE).await?.as_ref().and_then(|id| id.as_str()) {
        return Ok(id.to_owned());
    }
    let id = Uuid::new_v4().to_string();
    let value = id.clone().into();
    library.set_setting(DEVICE, &value, SettingScope::Device, clock::now_ms()).await?;
    Ok(id)
}

async fn keep(library: &Library, account: Option<&Account>) -> Result<()> {
    let value = serde_json::to_value(account).map_err(Error::internal)?;
    Ok(library.set_setting(SETTING, &value, SettingScope::Device, clock::now_ms()).await?)
}

impl Sync {
    /// A way to ask the server something: the API, a token, and the own app id.
    pub(super) async fn reach(&self) -> Result<(Api, String, String)> {
        let account = self.state().account.clone();
        let off = || Error::new("sync-off", ErrorClass::Local, "there is no account");
        let account = account.ok_or_else(off)?;
        let mut signer = account.signer(self.vault().await).await?;
        signer.set_clock_offset(self.0.library.sync_state().await?.clock_offset_ms);
        let token = signer.token(clock::now_ms())?;
        Ok((Api::new(account.server.clone())?, token, account.app_id))
    }

    /// Takes an account on: from now on the library is in step with it.
    pub(super) async fn connect(&self, account: Account) -> Result<()> {
        self.0.library.connect_to(&account.name()).await?;
        keep(&self.0.library, Some(&account)).await?;
        let before = self.state().account.replace(account.clone());
        self.introduce(Some(&account))?;
        self.begin(&account).await?;
        if let Some(before) = before.filter(|before| before.app_id != account.app_id) {
            self.forget_key(&before).await;
        }
        Ok(())
    }

    /// The listener has let the app in, and then thought better of it. Nobody waits for this.
    pub(super) fn unmake(&self, account: Account) {
        let sync = self.clone();
        self.0.tasks.spawn(async move {
            account.say_goodbye(sync.vault().await, GOODBYE).await;
            sync.forget_key(&account).await;
        });
    }

    /// Tells the rest of the app which server there is.
    pub(super) fn introduce(&self, account: Option<&Account>) -> Result<()> {
        if self.0.server.set(account.map(|account| &account.server), host)? {
            self.0.bus.say(Event::DiscoverChanged);
        }
        Ok(())
    }

    /// A key that stays behind opens nothing that the listener has not let it open.
    async fn forget_key(&self, account: &Account) {
        if let Err(error) = self.vault().await.remove(&account.app_id).await {
            tracing::warn!(code = error.code(), "A key stays where it is");
        }
    }

    pub(super) async fn begin(&self, account: &Account) -> Result<()> {
        let signer = account.signer(self.vault().await).await?;
        let api = Api::new(account.server.clone())?;
        let (stop, tasks) = (self.0.stop.child_token(), TaskTracker::new());
        let (engine, work) = follow::engine(self, api, signer, stop.clone());
        self.0.tasks.spawn(tasks.track_future(work));
        self.0.tasks.spawn(tasks.track_future(follow::tell_phases(
            self.clone(),
            engine.phase(),
            stop.clone(),
        )));
        let device = (account.device_id.clone(), account.device_name.clone());
        let telling = self.clone().tell_playing(device, stop.clone());
        self.0.tasks.spawn(tasks.track_future(telling));
        tasks.close();
        let before = {
            let mut state = self.state();
            state.failed = None;
            state.running.replace(Running { engine, stop, tasks })
        };
        end(before).await;
        self.say_changed();
        Ok(())
    }

    pub(super) async fn disconnect(&self, forget_server: bool) -> Result<()> {
        if forget_server && let Err(error) = self.shut_out().await {
            // The listener can still do it on the server's own page.
            tracing::warn!(code = error.code, "The app could not be shut out of the server");
        }
        let (account, running) = {
            let mut state = self.state();
            state.failed = None;
            (state.account.take(), state.running.take())
        };
        self.introduce(None)?;
        end(running).await;
        keep(&self.0.library, None).await?;
        self.0.library.disconnect().await?;
        if let Some(account) = account {
            self.forget_key(&account).await;
        }
        self.say_changed();
        Ok(())
    }
}

impl Sync {
    /// What this device is called from now on, also where the server shows its tokens.
    pub(super) async fn call_this(&self, name: &str) -> Result<()> {
        let account = self.state().account.as_mut().map(|account| {
            name.clone_into(&mut account.device_name);
            account.clone()
        });
        keep(&self.0.library, account.as_ref()).await
    }

    async fn shut_out(&self) -> Result<()> {
        let (api, token, own) = self.reach().await?;
        Ok(api.revoke_app(&token, &own).await?)
    }
}

/// What it is doing is broken off; nothing is lost by that.
async fn end(running: Option<Running>) {
    let Some(running) = running else { return };
    let stopping: CancellationToken = running.stop;
    stopping.cancel();
    running.tasks.wait().await;
}
