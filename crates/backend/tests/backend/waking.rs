//! A computer that sleeps and wakes, loses its network and finds it again: said on a bus of the test's own.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use balados_backend::{
    Backend, Event, EventStream, NetworkSource,
    view::{Connection, SyncState},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp},
};
use zbus::{connection, interface, object_server::SignalEmitter, zvariant::OwnedObjectPath};

use crate::{
    house::event,
    publisher::{Feed, Publisher},
    syncing::{Town, open_with, until},
};

const POLICY: &str = r#"<auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;

/// A bus, and on it whoever says what the computer does.
struct Bus {
    folder: tempfile::TempDir,
    daemon: Child,
    computer: zbus::Connection,
}

struct Sessions;

#[interface(name = "org.freedesktop.login1.Manager")]
impl Sessions {
    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, start: bool) -> zbus::Result<()>;
}

struct Manager {
    state: u32,
    metered: u32,
    /// Of the connection that leads elsewhere.
    primary: &'static str,
}

#[interface(name = "org.freedesktop.NetworkManager")]
impl Manager {
    #[zbus(property)]
    fn state(&self) -> u32 {
        self.state
    }

    #[zbus(property)]
    fn metered(&self) -> u32 {
        self.metered
    }

    #[zbus(property)]
    fn primary_connection(&self) -> OwnedObjectPath {
        OwnedObjectPath::try_from(self.primary).unwrap()
    }
}

const SESSIONS: &str = "/org/freedesktop/login1";
const MANAGER: &str = "/org/freedesktop/NetworkManager";
const PRIMARY: &str = "/org/freedesktop/NetworkManager/ActiveConnection/1";
const CONNECTED: u32 = 70;
const DISCONNECTED: u32 = 20;

impl Bus {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (daemon, computer) = running(&folder).await;
        Self { folder, daemon, computer }
    }

    fn address(&self) -> String {
        format!("unix:path={}", self.folder.path().join("bus").display())
    }

    fn lose(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
        std::fs::remove_file(self.folder.path().join("bus")).unwrap();
    }

    async fn come_back(&mut self) {
        (self.daemon, self.computer) = running(&self.folder).await;
    }

    async fn sleeps_and_wakes(&self) {
        let sessions =
            self.computer.object_server().interface::<_, Sessions>(SESSIONS).await.unwrap();
        for start in [true, false] {
            sessions.prepare_for_sleep(start).await.unwrap();
        }
    }

    async fn network(&self, state: u32, metered: u32) {
        let manager = self.computer.object_server().interface::<_, Manager>(MANAGER).await.unwrap();
        *manager.get_mut().await = Manager { state, metered, primary: PRIMARY };
        let it = manager.get().await;
        it.metered_changed(manager.signal_emitter()).await.unwrap();
        it.state_changed(manager.signal_emitter()).await.unwrap();
    }
}

async fn running(folder: &tempfile::TempDir) -> (Child, zbus::Connection) {
    let config = folder.path().join("bus.conf");
    let socket = folder.path().join("bus");
    let listen = format!("<type>system</type><listen>unix:path={}</listen>", socket.display());
    std::fs::write(&config, format!("<busconfig>{listen}{POLICY}")).unwrap();
    let mut daemon = Command::new("dbus-daemon")
        .args(["--nofork", "--nopidfile", "--print-address"])
        .arg(format!("--config-file={}", config.display()))
        .stdout(Stdio::piped())
        .spawn()
        .expect("dbus-daemon is there");
    let mut address = String::new();
    BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let computer = connection::Builder::address(address.trim())
        .unwrap()
        .name("org.freedesktop.login1")
        .unwrap()
        .name("org.freedesktop.NetworkManager")
        .unwrap()
        .serve_at(SESSIONS, Sessions)
        .unwrap()
        .serve_at(MANAGER, Manager { state: CONNECTED, metered: 2, primary: PRIMARY })
        .unwrap()
        .build()
        .await
        .unwrap();
    (daemon, computer)
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// The way to the server. It can go silent, as connections do over sleep: new ones are fine.
#[derive(Clone)]
struct Way {
    address: std::net::SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Connections before this one say nothing any more.
    silent_before: AtomicUsize,
    opened: AtomicUsize,
    is_closed: AtomicBool,
}

impl Way {
    async fn to(server: std::net::SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let way = Self { address: listener.local_addr().unwrap(), shared: Arc::default() };
        let shared = Arc::clone(&way.shared);
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                if shared.is_closed.load(Ordering::SeqCst) {
                    continue;
                }
                let number = shared.opened.fetch_add(1, Ordering::SeqCst);
                let server = TcpStream::connect(server).await.unwrap();
                let ((from, to), (back, forth)) = (client.into_split(), server.into_split());
                tokio::spawn(pass_on(from, forth, Arc::clone(&shared), number));
                tokio::spawn(pass_on(back, to, Arc::clone(&shared), number));
            }
        });
        way
    }

    fn go_silent(&self) {
        let opened = self.shared.opened.load(Ordering::SeqCst);
        self.shared.silent_before.store(opened, Ordering::SeqCst);
    }

    fn close(&self, is_closed: bool) {
        self.shared.is_closed.store(is_closed, Ordering::SeqCst);
        self.go_silent();
    }
}

async fn pass_on(
    mut from: tcp::OwnedReadHalf,
    mut to: tcp::OwnedWriteHalf,
    shared: Arc<Shared>,
    number: usize,
) {
    let mut buffer = vec![0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        if number < shared.silent_before.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}

/// Sooner than any time-out of the connection would notice.
const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wakes_is_in_step_before_a_time_out_would_say_so() {
    let (bus, town, publisher) =
        (Bus::start().await, Town::new().await, Publisher::start(2, 1).await);
    let way = Way::to(town.address()).await;
    let dir = tempfile::tempdir().unwrap();
    let desk = open_with(dir.path(), NetworkSource::Bus(bus.address())).await;
    town.connect_by(&desk, way.address).await;
    let phone = town.app().await;
    town.connect(&phone.backend).await;

    way.go_silent();
    bus.sleeps_and_wakes().await;
    let before = way.shared.opened.load(Ordering::SeqCst);
    phone.backend.add_podcast(&publisher.feed_url()).await.unwrap();
    let arrives = async {
        while desk.status().await.unwrap().podcasts == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, arrives).await.expect("it arrives soon after waking");
    assert!(way.shared.opened.load(Ordering::SeqCst) > before, "by a new connection");

    // Without a network nothing is tried; with one, at once.
    way.close(true);
    bus.network(DISCONNECTED, 2).await;
    bus.sleeps_and_wakes().await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    publisher.set_feed(Feed::Episodes(4));
    way.close(false);
    bus.network(CONNECTED, 1).await;
    bus.sleeps_and_wakes().await;
    until(&desk, |view| view.state == SyncState::Live).await;
    phone.backend.shut_down().await;
    desk.shut_down().await;
    town.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn waking_is_heard_again_on_a_bus_that_was_lost_and_has_come_back() {
    let (mut bus, town, publisher) =
        (Bus::start().await, Town::new().await, Publisher::start(2, 1).await);
    let way = Way::to(town.address()).await;
    let dir = tempfile::tempdir().unwrap();
    let desk = open_with(dir.path(), NetworkSource::Bus(bus.address())).await;
    town.connect_by(&desk, way.address).await;
    let phone = town.app().await;
    town.connect(&phone.backend).await;

    // Twice: what came back must be able to go once more.
    for shows in 1..=2 {
        bus.lose();
        bus.come_back().await;
        way.go_silent();
        let feed = format!("{}?show={shows}", publisher.feed_url());
        phone.backend.add_podcast(&feed).await.unwrap();
        let arrives = async {
            while desk.status().await.unwrap().podcasts < shows {
                // Whoever comes back to the bus has not heard what was said before.
                bus.sleeps_and_wakes().await;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        };
        tokio::time::timeout(SOON, arrives).await.expect("it arrives soon after waking");
    }
    phone.backend.shut_down().await;
    desk.shut_down().await;
    town.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_connection_costs_is_told_also_by_a_manager_that_begins_anew() {
    let bus = Bus::start().await;
    let dir = tempfile::tempdir().unwrap();
    let desk = open_with(dir.path(), NetworkSource::Bus(bus.address())).await;
    let mut events = desk.events();
    bus.network(CONNECTED, 1).await;
    becomes(&desk, &mut events, Connection { is_online: true, is_metered: true }).await;

    let name = "org.freedesktop.NetworkManager";
    assert!(bus.computer.release_name(name).await.unwrap());
    let manager = bus.computer.object_server().interface::<_, Manager>(MANAGER).await.unwrap();
    *manager.get_mut().await = Manager { state: DISCONNECTED, metered: 4, primary: "/" };
    bus.computer.request_name(name).await.unwrap();
    becomes(&desk, &mut events, Connection { is_online: false, is_metered: false }).await;
    desk.shut_down().await;
}

async fn becomes(desk: &Backend, events: &mut EventStream, wanted: Connection) {
    while desk.connection() != wanted {
        event(events, |it| matches!(it, Event::ConnectionChanged).then_some(())).await;
    }
}
