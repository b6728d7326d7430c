//! The tray of freedesktop systems: a `StatusNotifierItem` on the session bus, with its menu.
//!
//! Spoken by `ksni`, not by Tauri's own: that needs a C library which not every system has and ends
//! the app without it, writes each picture to a file, and does not say whether anybody shows it.

use ksni::{Handle, MenuItem, OfflineReason, ToolTip, TrayMethods, menu::StandardItem};
use tauri::{AppHandle, image::Image};
use tokio::sync::watch;
use zbus::Connection;

use super::{
    Shown, act,
    face::{Act, Face, Line, Mark},
    pictures,
};
use crate::{session_bus, window};

const FLATPAK: &str = "/.flatpak-info";

pub(super) struct Icon {
    handle: Handle<Item>,
    bus: Connection,
}

impl Icon {
    /// Waits for a session bus; nothing when it cannot be told of the icon. Who shows it may come and go.
    pub(super) async fn show(
        app: &AppHandle,
        face: Face,
        shown: watch::Sender<Shown>,
    ) -> Option<Self> {
        let bus = session_bus::connection().await;
        // Who shows nothing says so before this returns.
        shown.send_replace(Shown::Yes);
        let item = Item { app: app.clone(), face, shown: shown.clone() };
        let is_sandboxed = std::path::Path::new(FLATPAK).exists();
        let icon = item.assume_sni_available(true).disable_dbus_name(is_sandboxed).spawn().await;
        match icon {
            Ok(handle) => Some(Self { handle, bus }),
            Err(error) => {
                tracing::warn!(%error, "There is no tray");
                shown.send_replace(Shown::No);
                None
            }
        }
    }

    pub(super) async fn change(&self, face: Face) {
        self.handle.update(|item| item.face = face).await;
    }

    /// Waits until the bus is lost, and the icon with it.
    pub(super) async fn lost(&self) {
        self.bus.closed().await;
    }

    /// Merely dropped, an icon whose bus is lost panics: it would have nothing left to wait for.
    pub(super) async fn remove(self) {
        self.handle.shutdown().await;
    }
}

struct Item {
    app: AppHandle,
    face: Face,
    shown: watch::Sender<Shown>,
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "balados".to_owned()
    }

    fn title(&self) -> String {
        "Balados".to_owned()
    }

    fn status(&self) -> ksni::Status {
        match self.face.mark {
            Mark::Attention => ksni::Status::NeedsAttention,
            Mark::Idle | Mark::Playing | Mark::Syncing => ksni::Status::Active,
        }
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        pictures::of(self.face.mark).map(|picture| pixmap(&picture)).collect()
    }

    fn attention_icon_pixmap(&self) -> Vec<ksni::Icon> {
        pictures::of(Mark::Attention).map(|picture| pixmap(&picture)).collect()
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip {
            title: self.title(),
            // It may hold markup; a title is only text.
            description: self.face.tip.replace('&', "&amp;").replace('<', "&lt;"),
            ..ToolTip::default()
        }
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.face.menu.iter().map(to_item).collect()
    }

    /// What is chosen may be a page.
    fn menu_about_to_show(&mut self) {
        window::make_ready(&self.app);
    }

    fn activate(&mut self, _: i32, _: i32) {
        act(&self.app, Act::Open);
    }

    fn secondary_activate(&mut self, _: i32, _: i32) {
        act(&self.app, Act::PlayPause);
    }

    fn watcher_online(&self) {
        self.shown.send_replace(Shown::Yes);
    }

    fn watcher_offline(&self, _: OfflineReason) -> bool {
        self.shown.send_replace(Shown::No);
        true
    }
}

fn to_item(line: &Line) -> MenuItem<Item> {
    match line {
        Line::Item(chosen, text) => {
            let chosen = *chosen;
            StandardItem {
                label: escaped(text),
                activate: Box::new(move |item: &mut Item| act(&item.app, chosen)),
                ..StandardItem::default()
            }
            .into()
        }
        Line::Words(text) => {
            StandardItem { label: escaped(text), enabled: false, ..StandardItem::default() }.into()
        }
        Line::Separator => MenuItem::Separator,
    }
}

/// A single underscore would mark the letter behind it.
fn escaped(text: &str) -> String {
    text.replace('_', "__")
}

/// Alpha first, as the bus wants it.
fn pixmap(picture: &Image<'_>) -> ksni::Icon {
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(0);
    let mut data = picture.rgba().to_vec();
    for pixel in data.chunks_exact_mut(4) {
        pixel.rotate_right(1);
    }
    ksni::Icon { width: side(picture.width()), height: side(picture.height()), data }
}
