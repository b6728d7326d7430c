//! The part of a desktop that shows icons in a tray: it hears of them, reads them and their menus,
//! and clicks. Its bus is the desktop's own.
#![allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "an interface on the bus has the shape that its macro asks for"
)]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use zbus::{
    Connection, connection, interface,
    message::Header,
    proxy,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use super::bus::Bus;
use crate::patience::eventually;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";

/// A tray. It is gone with the value.
pub struct TrayHost {
    connection: Connection,
    icons: Arc<Mutex<Vec<String>>>,
}

struct Watcher(Arc<Mutex<Vec<String>>>);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, #[zbus(header)] header: Header<'_>, service: &str) {
        // Some say their name, some only where on their connection the icon is.
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let icon = if service.starts_with('/') { sender } else { service.to_owned() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(icon);
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

#[proxy(
    interface = "org.kde.StatusNotifierItem",
    gen_blocking = false,
    default_path = "/StatusNotifierItem"
)]
trait Icon {
    fn activate(&self, x: i32, y: i32) -> zbus::Result<()>;
    #[zbus(property(emits_changed_signal = "false"))]
    fn menu(&self) -> zbus::Result<OwnedObjectPath>;
    #[zbus(property(emits_changed_signal = "false"))]
    fn status(&self) -> zbus::Result<String>;
    #[zbus(property(emits_changed_signal = "false"))]
    fn icon_pixmap(&self) -> zbus::Result<Vec<(i32, i32, Vec<u8>)>>;
    #[zbus(property(emits_changed_signal = "false"))]
    fn tool_tip(&self) -> zbus::Result<(String, Vec<(i32, i32, Vec<u8>)>, String, String)>;
}

type Properties = HashMap<String, OwnedValue>;

#[proxy(interface = "com.canonical.dbusmenu", gen_blocking = false)]
trait Menu {
    fn get_layout(
        &self,
        parent: i32,
        depth: i32,
        properties: &[&str],
    ) -> zbus::Result<(u32, (i32, Properties, Vec<OwnedValue>))>;
    fn about_to_show(&self, id: i32) -> zbus::Result<bool>;
    fn event(&self, id: i32, event: &str, data: &Value<'_>, timestamp: u32) -> zbus::Result<()>;
}

impl TrayHost {
    /// Takes its place on the bus: one at a time.
    pub async fn open() -> Self {
        Self::on(connection::Builder::session()).await
    }

    /// The same, on a bus of a test's own.
    pub async fn open_on(bus: &Bus) -> Self {
        let address = bus.address();
        Self::on(connection::Builder::address(address.as_str())).await
    }

    async fn on(bus: zbus::Result<connection::Builder<'_>>) -> Self {
        let icons = Arc::<Mutex<Vec<String>>>::default();
        let connection = bus
            .and_then(|bus| bus.serve_at(WATCHER_PATH, Watcher(Arc::clone(&icons))))
            .and_then(|bus| bus.name(WATCHER))
            .expect("a well-formed service")
            .build()
            .await
            .expect("the desktop has a bus, and no tray yet");
        Self { connection, icons }
    }

    /// The desktop loses its tray.
    pub async fn close(self) {
        self.connection.close().await.expect("it leaves the bus");
    }

    /// How many icons have come so far.
    pub fn icons(&self) -> usize {
        self.icons.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The icon that came last, once there is one.
    pub async fn icon(&self) -> TrayIcon<'_> {
        let name = eventually("an icon in the tray", async || {
            self.icons.lock().unwrap_or_else(PoisonError::into_inner).last().cloned()
        })
        .await;
        let builder = IconProxy::builder(&self.connection).destination(name.clone());
        let icon = builder.expect("a name of the bus").build().await.expect("an icon");
        let path = icon.menu().await.expect("it has a menu");
        let builder = MenuProxy::builder(&self.connection).destination(name);
        let builder = builder.and_then(|builder| builder.path(path));
        let menu = builder.expect("an address of the bus").build().await.expect("a menu");
        TrayIcon { icon, menu }
    }
}

/// An icon in the tray, with its menu.
pub struct TrayIcon<'a> {
    icon: IconProxy<'a>,
    menu: MenuProxy<'a>,
}

/// A line of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    id: i32,
    words: String,
    can_be_chosen: bool,
}

impl TrayIcon<'_> {
    /// What can be read in the menu, from top to bottom; lines that only divide are left out.
    pub async fn lines(&self) -> Vec<String> {
        let lines = self.read().await.unwrap_or_default();
        lines.into_iter().map(|line| line.words).collect()
    }

    /// Waits until the menu has a line that says `words`.
    pub async fn see(&self, words: &str) {
        eventually(&format!("{words:?} in the menu of the tray"), async || {
            self.lines().await.iter().any(|line| line == words).then_some(())
        })
        .await;
    }

    /// Opens the menu, as a desktop does before anybody can read it.
    pub async fn open_menu(&self) {
        self.menu.about_to_show(0).await.expect("the menu hears of it");
    }

    /// Chooses the line of the menu that says `words`.
    pub async fn choose(&self, words: &str) {
        let line = eventually(&format!("{words:?} can be chosen in the tray"), async || {
            let lines = self.read().await?;
            lines.into_iter().find(|line| line.can_be_chosen && line.words == words)
        })
        .await;
        let nothing = Value::from("");
        self.menu.event(line.id, "clicked", &nothing, 0).await.expect("the menu hears of it");
    }

    /// Clicks the icon itself.
    pub async fn click(&self) {
        self.icon.activate(0, 0).await.expect("the icon hears of it");
    }

    /// `Active` or `NeedsAttention`.
    pub async fn status(&self) -> String {
        self.icon.status().await.expect("it has a status")
    }

    /// What is said of it while the mouse rests on it.
    pub async fn tip(&self) -> String {
        self.icon.tool_tip().await.expect("it has a tip").3
    }

    /// The widths in which it can be drawn, and the picture of the largest.
    pub async fn pictures(&self) -> (Vec<i32>, Vec<u8>) {
        let pictures = self.icon.icon_pixmap().await.expect("it has pictures");
        let widths = pictures.iter().map(|(width, ..)| *width).collect();
        (widths, pictures.into_iter().max_by_key(|(width, ..)| *width).expect("a picture").2)
    }

    async fn read(&self) -> Option<Vec<Line>> {
        let (_, (_, _, lines)) = self.menu.get_layout(0, -1, &[]).await.ok()?;
        Some(lines.into_iter().filter_map(line).collect())
    }
}

fn line(layout: OwnedValue) -> Option<Line> {
    let (id, properties, _) = <(i32, Properties, Vec<OwnedValue>)>::try_from(layout).ok()?;
    let words = String::try_from(properties.get("label")?.try_clone().ok()?).ok()?;
    let is_off = properties.get("enabled").is_some_and(|it| bool::try_from(it).ok() == Some(false));
    Some(Line { id, words: words.replace("__", "_"), can_be_chosen: !is_off })
}
