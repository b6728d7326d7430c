//! The tray of Windows and the menu bar of macOS, by Tauri.

use tauri::{
    AppHandle, Wry,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};
use tokio::sync::watch;

use super::{
    Shown, act,
    face::{Act, Face, Line},
    pictures,
};

/// The size that both systems scale best.
const SIZE: u32 = 32;

pub(super) struct Icon {
    app: AppHandle,
    tray: TrayIcon,
}

impl Icon {
    pub(super) async fn show(
        app: &AppHandle,
        face: Face,
        shown: watch::Sender<Shown>,
    ) -> Option<Self> {
        let built = TrayIconBuilder::with_id("main")
            // On macOS an icon in the menu bar always opens its menu.
            .show_menu_on_left_click(cfg!(target_os = "macos"))
            .on_menu_event(|app, event| {
                if let Some(chosen) = from_id(event.id().as_ref()) {
                    act(app, chosen);
                }
            })
            .on_tray_icon_event(|tray, event| {
                let is_left_click = matches!(
                    event,
                    TrayIconEvent::Click {
                        button: MouseButton::Left,
                        button_state: MouseButtonState::Up,
                        ..
                    }
                );
                if is_left_click && cfg!(not(target_os = "macos")) {
                    act(tray.app_handle(), Act::Open);
                }
            })
            .build(app);
        match built {
            Ok(tray) => {
                let icon = Self { app: app.clone(), tray };
                icon.change(face).await;
                shown.send_replace(Shown::Yes);
                Some(icon)
            }
            Err(error) => {
                tracing::warn!(%error, "There is no tray");
                shown.send_replace(Shown::No);
                None
            }
        }
    }

    #[allow(clippy::unused_async, reason = "as its counterpart on Linux")]
    pub(super) async fn change(&self, face: Face) {
        if let Err(error) = self.put_on(&face) {
            tracing::warn!(%error, "The tray could not be changed");
        }
    }

    /// These systems keep it as long as the app lives.
    pub(super) async fn lost(&self) {
        std::future::pending::<()>().await;
    }

    #[allow(clippy::unused_async, reason = "as its counterpart on Linux")]
    pub(super) async fn remove(self) {
        self.app.remove_tray_by_id(self.tray.id());
    }

    fn put_on(&self, face: &Face) -> tauri::Result<()> {
        let picture = pictures::of(face.mark).find(|picture| picture.width() == SIZE);
        self.tray.set_icon(picture)?;
        let tip = if face.tip.is_empty() { "Balados" } else { &face.tip };
        self.tray.set_tooltip(Some(tip))?;
        self.tray.set_menu(Some(menu(&self.app, &face.menu)?))
    }
}

fn menu(app: &AppHandle, lines: &[Line]) -> tauri::Result<Menu<Wry>> {
    let menu = Menu::new(app)?;
    for line in lines {
        match line {
            Line::Item(chosen, text) => {
                let item =
                    MenuItem::with_id(app, to_id(*chosen), escaped(text), true, None::<&str>)?;
                menu.append(&item)?;
            }
            Line::Words(text) => {
                menu.append(&MenuItem::new(app, escaped(text), false, None::<&str>)?)?;
            }
            Line::Separator => menu.append(&PredefinedMenuItem::separator(app)?)?,
        }
    }
    Ok(menu)
}

/// A single ampersand would mark the letter behind it.
fn escaped(text: &str) -> String {
    text.replace('&', "&&")
}

fn to_id(chosen: Act) -> String {
    format!("tray-{chosen:?}")
}

fn from_id(id: &str) -> Option<Act> {
    Act::ALL.into_iter().find(|&chosen| to_id(chosen) == id)
}
