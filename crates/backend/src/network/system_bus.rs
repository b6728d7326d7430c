//! What `logind` says of sleep, and `NetworkManager` of the network. Where one of them is absent the other is heard alone.
//! The bus can be lost and come back: they are heard again then, and what holds now is told anew.

use std::{future::pending, time::Duration};

use futures_util::{StreamExt, future::join};
use tokio::sync::mpsc;
use zbus::{Connection, connection, proxy, zvariant::OwnedObjectPath};

use super::Notice;

#[proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1",
    gen_blocking = false
)]
trait Sessions {
    /// Before sleep, and after it.
    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
}

#[proxy(
    interface = "org.freedesktop.NetworkManager",
    default_service = "org.freedesktop.NetworkManager",
    default_path = "/org/freedesktop/NetworkManager",
    gen_blocking = false
)]
trait Manager {
    #[zbus(property)]
    fn state(&self) -> zbus::Result<u32>;
    #[zbus(property)]
    fn metered(&self) -> zbus::Result<u32>;
    #[zbus(property)]
    fn primary_connection(&self) -> zbus::Result<OwnedObjectPath>;
}

/// How soon a bus that is not there is looked for again.
const AGAIN: Duration = Duration::from_secs(5);

/// `address`: of a bus that is not the system's. One that is lost, or comes late, is waited for.
pub(super) async fn watch(address: Option<String>, tell: mpsc::Sender<Notice>) {
    let mut is_told = false;
    loop {
        match connect(address.as_deref()).await {
            Ok(connection) => {
                is_told = false;
                hear(&connection, &tell).await;
                tracing::info!("The system bus is lost");
            }
            Err(error) if !is_told => {
                tracing::info!(%error, "There is no system bus: the network is watched without it");
                is_told = true;
            }
            Err(_) => {}
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// Until the bus is lost.
async fn hear(connection: &Connection, tell: &mpsc::Sender<Notice>) {
    tokio::select! {
        () = connection.closed() => {}
        // Others may have nothing to say; the bus is there all the same.
        () = async {
            join(sleep(connection, tell), manager(connection, tell)).await;
            pending::<()>().await;
        } => {}
    }
}

async fn connect(address: Option<&str>) -> zbus::Result<Connection> {
    match address {
        Some(address) => connection::Builder::address(address)?.build().await,
        None => Connection::system().await,
    }
}

async fn sleep(connection: &Connection, tell: &mpsc::Sender<Notice>) {
    if let Err(error) = hear_sleep(connection, tell).await {
        tracing::info!(%error, "Nobody says when the computer sleeps");
    }
}

async fn hear_sleep(connection: &Connection, tell: &mpsc::Sender<Notice>) -> zbus::Result<()> {
    let sessions = SessionsProxy::new(connection).await?;
    let mut signals = sessions.receive_prepare_for_sleep().await?;
    while let Some(signal) = signals.next().await {
        let is_awake = !signal.args()?.start;
        if is_awake && tell.send(Notice::Replaced).await.is_err() {
            break;
        }
    }
    Ok(())
}

async fn manager(connection: &Connection, tell: &mpsc::Sender<Notice>) {
    if let Err(error) = hear_managers(connection, tell).await {
        tracing::info!(%error, "Nobody says what the network does");
    }
}

/// It may begin after this, and begin anew: what was read of another one holds no more.
async fn hear_managers(connection: &Connection, tell: &mpsc::Sender<Notice>) -> zbus::Result<()> {
    let manager = ManagerProxy::new(connection).await?;
    let mut owners = manager.inner().receive_owner_changed().await?;
    loop {
        let heard = async {
            if let Err(error) = hear_manager(connection, tell).await {
                tracing::info!(%error, "NetworkManager says nothing");
            }
            pending::<()>().await;
        };
        tokio::select! {
            () = heard => {}
            owner = owners.next() => if owner.is_none() {
                return Ok(());
            }
        }
    }
}

/// Of one that is there. The first value of each property is what holds now.
async fn hear_manager(connection: &Connection, tell: &mpsc::Sender<Notice>) -> zbus::Result<()> {
    let manager = ManagerProxy::new(connection).await?;
    let mut states = manager.receive_state_changed().await;
    let mut costs = manager.receive_metered_changed().await;
    let mut primaries = manager.receive_primary_connection_changed().await;
    let mut primary = None;
    loop {
        let notice = tokio::select! {
            Some(state) = states.next() => online(state.get().await?).map(Notice::Online),
            Some(cost) = costs.next() => Some(Notice::Metered(is_metered(cost.get().await?))),
            Some(it) = primaries.next() => {
                let it = it.get().await?;
                let before = primary.replace(it.clone());
                (before.is_some_and(|before| before != it)).then_some(Notice::Replaced)
            }
            else => return Ok(()),
        };
        if let Some(notice) = notice
            && tell.send(notice).await.is_err()
        {
            return Ok(());
        }
    }
}

/// `NMState`: nothing where it is on its way to another one, or does not know. A network without the internet may have a server.
fn online(state: u32) -> Option<bool> {
    match state {
        10..=30 => Some(false),
        50..=70 => Some(true),
        _ => None,
    }
}

/// `NMMetered`: yes, or likely.
fn is_metered(metered: u32) -> bool {
    matches!(metered, 1 | 3)
}

#[test]
fn the_numbers_of_network_manager_are_read() {
    let states = [0, 10, 20, 30, 40, 50, 60, 70].map(online);
    let (no, yes) = (Some(false), Some(true));
    assert_eq!(states, [None, no, no, no, None, yes, yes, yes]);
    assert_eq!([0, 1, 2, 3, 4].map(is_metered), [false, true, false, true, false]);
}
