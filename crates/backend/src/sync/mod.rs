//! This library and a server: signing in, being in step, leaving.

mod account;
mod devices;
mod follow;
mod log;
mod playing;
mod show;
mod sign_in;
mod waiting;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use balados_library::Library;
use balados_sync::{Engine, Vault};
use tokio::sync::{OnceCell, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub(crate) use self::account::Account;
use self::sign_in::Going;
use crate::{
    Backend, Error, Event, Result, Secrets, event_bus::EventBus, listening::Listening,
    network::Network, refresh::Refresher, server::ConnectedServer, view::SyncView,
};

/// The folder of keys, where there is no keychain.
const SECRETS: &str = "secrets";

/// What the parts of sync share. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Sync(Arc<Parts>);

struct Parts {
    library: Library,
    bus: EventBus,
    refresher: Refresher,
    listening: Listening,
    /// Keys are the whole app's: one belongs to an account, whichever library has it.
    data_dir: PathBuf,
    secrets: Secrets,
    network: Network,
    /// Who else may ask it.
    server: ConnectedServer,
    vault: OnceCell<Vault>,
    state: Mutex<State>,
    log: log::Log,
    /// Changes when what is told of the player is to be told anew.
    tell_again: watch::Sender<()>,
    /// Ends with the app.
    stop: CancellationToken,
    tasks: TaskTracker,
}

#[derive(Default)]
struct State {
    account: Option<Account>,
    running: Option<Running>,
    /// Why nothing runs although there is an account: the key cannot be read.
    failed: Option<Error>,
    sign_in: Option<Going>,
}

/// An engine, and what ends it.
struct Running {
    engine: Engine,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// Where the keys of a data folder are.
pub(crate) async fn open_vault(data_dir: &Path, secrets: Secrets) -> Vault {
    let folder = data_dir.join(SECRETS);
    match secrets {
        Secrets::System => Vault::open(folder).await,
        Secrets::Files => Vault::in_files(folder),
    }
}

impl Sync {
    pub(crate) fn new(
        library: Library,
        bus: EventBus,
        (refresher, listening): (Refresher, Listening),
        (data_dir, secrets): (PathBuf, Secrets),
        (network, server): (Network, ConnectedServer),
        stop: CancellationToken,
        tasks: TaskTracker,
    ) -> Self {
        let vault = OnceCell::new();
        let state = Mutex::default();
        Self(Arc::new(Parts {
            library,
            bus,
            refresher,
            listening,
            data_dir,
            secrets,
            network,
            server,
            vault,
            state,
            log: log::Log::default(),
            tell_again: watch::Sender::new(()),
            stop,
            tasks,
        }))
    }

    /// Knows the account that the library has, if it has one.
    pub(crate) async fn load(&self) -> Result<()> {
        let account = account::load(&self.0.library).await?;
        self.state().account.clone_from(&account);
        self.introduce(account.as_ref())
    }

    /// Goes on with it. A keychain may take its time, so nobody waits for this.
    pub(crate) async fn resume(&self) {
        let account = self.state().account.clone();
        let Some(account) = account else { return };
        if let Err(error) = self.begin(&account).await {
            tracing::error!(code = error.code, "Sync cannot begin");
            self.state().failed = Some(error);
            self.say_changed();
        }
    }

    async fn vault(&self) -> &Vault {
        self.0.vault.get_or_init(|| open_vault(&self.0.data_dir, self.0.secrets)).await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn say_changed(&self) {
        self.0.bus.say(Event::SyncChanged);
    }
}

impl Backend {
    /// Whether the library is in step with other devices, and what stands in the way.
    pub async fn sync(&self) -> Result<SyncView> {
        self.0.sync.view().await
    }

    /// Exchanges at once; ends when both sides are alike.
    pub async fn sync_now(&self) -> Result<()> {
        let is_running = self.0.sync.state().running.is_some();
        if !is_running {
            self.0.sync.resume().await;
        }
        let engine = self.0.sync.state().running.as_ref().map(|running| running.engine.clone());
        let not_connected =
            || Error::new("sync-off", balados_protocol::ErrorClass::Local, "there is no account");
        let engine = engine.ok_or_else(not_connected)?;
        match engine.sync().await {
            Some(Ok(())) => Ok(()),
            Some(Err(trouble)) => Err(show::trouble(&trouble)),
            None => Err(Error::internal("sync has stopped")),
        }
    }

    /// Ends being in step. Everything stays on this computer, and on the server; `forget_server` also shuts this app out
    /// there, where that can be done now.
    pub async fn disconnect(&self, forget_server: bool) -> Result<()> {
        self.0.sync.disconnect(forget_server).await
    }
}
