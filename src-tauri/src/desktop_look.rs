//! Whether the desktop is light or dark, on a session bus that has come back: Tauri follows it on the first one alone.

use futures_util::StreamExt;
use tauri::{AppHandle, Theme, async_runtime};
use zbus::{
    Connection, proxy,
    zvariant::{OwnedValue, Value},
};

use crate::session_bus;

const NAMESPACE: &str = "org.freedesktop.appearance";
const KEY: &str = "color-scheme";
const DARK: u32 = 1;

#[proxy(
    interface = "org.freedesktop.portal.Settings",
    default_service = "org.freedesktop.portal.Desktop",
    default_path = "/org/freedesktop/portal/desktop",
    gen_blocking = false
)]
trait Settings {
    fn read(&self, namespace: &str, key: &str) -> zbus::Result<OwnedValue>;

    #[zbus(signal)]
    fn setting_changed(&self, namespace: &str, key: &str, value: Value<'_>) -> zbus::Result<()>;
}

pub(crate) fn follow(app: &AppHandle) {
    async_runtime::spawn(follow_what_comes_back(app.clone()));
}

async fn follow_what_comes_back(app: AppHandle) {
    loop {
        session_bus::connection().await.closed().await;
        let bus = session_bus::connection().await;
        tokio::select! {
            () = bus.closed() => {}
            Err(error) = follow_on(&bus, &app) => {
                tracing::info!(%error, "The look of the desktop is not followed");
            }
        }
    }
}

/// Whoever says it may come later than the bus.
async fn follow_on(bus: &Connection, app: &AppHandle) -> zbus::Result<()> {
    let settings = SettingsProxy::new(bus).await?;
    let mut changes = settings.receive_setting_changed().await?;
    let mut owners = settings.inner().receive_owner_changed().await?;
    look(app, &settings).await;
    loop {
        tokio::select! {
            Some(change) = changes.next() => {
                let change = change.args()?;
                if (change.namespace, change.key) == (NAMESPACE, KEY) {
                    show(app, &change.value);
                }
            }
            Some(owner) = owners.next() => if owner.is_some() {
                look(app, &settings).await;
            },
            else => std::future::pending().await,
        }
    }
}

/// A desktop that does not say stays as it was.
async fn look(app: &AppHandle, settings: &SettingsProxy<'_>) {
    if let Ok(value) = settings.read(NAMESPACE, KEY).await {
        show(app, &value);
    }
}

fn show(app: &AppHandle, value: &Value<'_>) {
    if let Some(theme) = theme(value) {
        app.set_theme(Some(theme));
    }
}

/// The portal answers with a value in a value, and tells changes with a plain one.
fn theme(value: &Value<'_>) -> Option<Theme> {
    match value {
        Value::Value(inner) => theme(inner),
        Value::U32(DARK) => Some(Theme::Dark),
        Value::U32(_) => Some(Theme::Light),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_portal_says() {
        assert_eq!(theme(&Value::from(1_u32)), Some(Theme::Dark));
        assert_eq!(theme(&Value::Value(Box::new(Value::from(1_u32)))), Some(Theme::Dark));
        assert_eq!(theme(&Value::from(2_u32)), Some(Theme::Light));
        assert_eq!(theme(&Value::from(0_u32)), Some(Theme::Light), "no preference is light");
        assert_eq!(theme(&Value::from("dark")), None);
    }
}
