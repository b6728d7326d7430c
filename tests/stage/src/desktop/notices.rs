//! The desktop's notification daemon: notices of the app arrive here, and are answered.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use zbus::{
    Connection, connection, interface,
    object_server::{InterfaceRef, SignalEmitter},
    zvariant::OwnedValue,
};

use super::bus::Bus;
use crate::patience::eventually;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The reason for which a notice goes that the listener has answered or put away.
const DISMISSED: u32 = 2;

/// A notice as the daemon shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub id: u32,
    pub title: String,
    /// Markup.
    pub body: String,
    /// Keys and what their buttons say.
    pub actions: Vec<(String, String)>,
    /// The address of the picture beside it.
    pub picture: Option<String>,
    /// 0 may go unnoticed, 1 is usual, 2 is shown to those who do not want to be disturbed.
    pub urgency: Option<u8>,
    /// It comes without a sound.
    pub is_silent: bool,
}

#[derive(Default)]
struct Notes {
    shown: Vec<Shown>,
    /// While nobody is to be disturbed, what comes waits here.
    held: Option<Vec<Shown>>,
}

type Board = Arc<Mutex<Notes>>;

/// Shows notices until it is dropped.
pub struct Notices {
    connection: Connection,
    board: Board,
}

impl Notices {
    /// Becomes the daemon of the session.
    pub async fn open() -> Self {
        Self::on(connection::Builder::session()).await
    }

    /// The same, on a bus of a test's own.
    pub async fn open_on(bus: &Bus) -> Self {
        let address = bus.address();
        Self::on(connection::Builder::address(address.as_str())).await
    }

    async fn on(bus: zbus::Result<connection::Builder<'_>>) -> Self {
        let board = Board::default();
        let daemon = Daemon { board: Arc::clone(&board), last: 0 };
        let connection = bus
            .and_then(|builder| builder.name(NAME))
            .and_then(|builder| builder.serve_at(PATH, daemon))
            .expect("a session bus")
            .build()
            .await
            .expect("nobody else shows notices here");
        Self { connection, board }
    }

    /// Those that are shown now.
    pub fn shown(&self) -> Vec<Shown> {
        locked(&self.board).shown.clone()
    }

    /// Nobody wants to be disturbed from now on.
    pub async fn hold_back(&self) {
        locked(&self.board).held.get_or_insert_default();
        self.say_inhibited().await;
    }

    /// Those that are held back.
    pub fn held(&self) -> Vec<Shown> {
        locked(&self.board).held.clone().unwrap_or_default()
    }

    /// Shows what was held back.
    pub async fn let_through(&self) {
        {
            let mut board = locked(&self.board);
            let held = board.held.take().unwrap_or_default();
            board.shown.extend(held);
        }
        self.say_inhibited().await;
    }

    async fn say_inhibited(&self) {
        let daemon = self.daemon().await;
        let changed = daemon.get().await;
        changed.inhibited_changed(daemon.signal_emitter()).await.expect("the bus is there");
    }

    /// Waits for a notice with a title.
    pub async fn titled(&self, title: &str) -> Shown {
        eventually(&format!("a notice {title:?}"), async || {
            self.shown().into_iter().find(|shown| shown.title == title)
        })
        .await
    }

    /// Clicks the button that says `label`; the notice goes.
    pub async fn press(&self, notice: &Shown, label: &str) {
        let named = notice.actions.iter().find(|(_, says)| says == label);
        let (key, _) = named.unwrap_or_else(|| panic!("no button {label:?} in {notice:?}"));
        self.answer(notice.id, key).await;
    }

    /// Clicks the notice itself; it goes.
    pub async fn click(&self, notice: &Shown) {
        self.answer(notice.id, "default").await;
    }

    /// Wants nothing of it; it goes.
    pub async fn dismiss(&self, notice: &Shown) {
        remove(&self.board, notice.id);
        let daemon = self.daemon().await;
        let signals = daemon.signal_emitter();
        Daemon::notification_closed(signals, notice.id, DISMISSED).await.expect("the bus is there");
    }

    async fn answer(&self, id: u32, key: &str) {
        let daemon = self.daemon().await;
        let signals = daemon.signal_emitter();
        Daemon::action_invoked(signals, id, key).await.expect("the bus is there");
        remove(&self.board, id);
        Daemon::notification_closed(signals, id, DISMISSED).await.expect("the bus is there");
    }

    async fn daemon(&self) -> InterfaceRef<Daemon> {
        let server = self.connection.object_server();
        server.interface::<_, Daemon>(PATH).await.expect("it is served")
    }
}

fn locked(board: &Board) -> MutexGuard<'_, Notes> {
    board.lock().unwrap_or_else(PoisonError::into_inner)
}

fn remove(board: &Board, id: u32) {
    let mut board = locked(board);
    board.shown.retain(|shown| shown.id != id);
    board.held.iter_mut().for_each(|held| held.retain(|shown| shown.id != id));
}

struct Daemon {
    board: Board,
    last: u32,
}

#[interface(name = "org.freedesktop.Notifications")]
#[allow(
    clippy::too_many_arguments,
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the specification has these arguments, and the macro hands them over"
)]
impl Daemon {
    fn notify(
        &mut self,
        app_name: String,
        replaces_id: u32,
        app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expire_timeout: i32,
    ) -> u32 {
        // No test asks for them yet.
        let _ = (app_name, app_icon, expire_timeout);
        let picture = hints.get("image-path").and_then(|path| <&str>::try_from(path).ok());
        let is_silent = hints.get("suppress-sound").and_then(|it| bool::try_from(it).ok());
        let id = if replaces_id == 0 {
            self.last += 1;
            self.last
        } else {
            replaces_id
        };
        remove(&self.board, id);
        let pairs = actions.chunks_exact(2);
        let actions = pairs.map(|pair| (pair[0].clone(), pair[1].clone())).collect();
        let shown = Shown {
            id,
            title: summary,
            body,
            actions,
            picture: picture.map(str::to_owned),
            urgency: hints.get("urgency").and_then(|it| u8::try_from(it).ok()),
            is_silent: is_silent.unwrap_or_default(),
        };
        let mut board = locked(&self.board);
        let Notes { shown: at_once, held } = &mut *board;
        held.as_mut().unwrap_or(at_once).push(shown);
        id
    }

    /// Whether notices are held back now; asked by nobody who has only something to say.
    #[zbus(property)]
    fn inhibited(&self) -> bool {
        locked(&self.board).held.is_some()
    }

    fn close_notification(&self, id: u32) {
        remove(&self.board, id);
    }

    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "body-markup"].map(str::to_owned).to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("stage".to_owned(), "balados".to_owned(), "1".to_owned(), "1.2".to_owned())
    }

    #[zbus(signal)]
    async fn action_invoked(
        signals: &SignalEmitter<'_>,
        id: u32,
        action_key: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(
        signals: &SignalEmitter<'_>,
        id: u32,
        reason: u32,
    ) -> zbus::Result<()>;
}
