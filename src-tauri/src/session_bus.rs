//! The session bus of freedesktop systems, which can be lost and come back while the app runs.

use std::time::Duration;

use tauri::{AppHandle, async_runtime};
use tokio::sync::Mutex;
use zbus::{Connection, fdo::DBusProxy};

use crate::single_instance;

/// How soon a bus that is not there is looked for again.
const AGAIN: Duration = Duration::from_secs(5);

/// Shared by all who want to know when the bus is lost: their own connections do not say.
static WATCHED: Mutex<Option<Connection>> = Mutex::const_new(None);

/// `GLib` ends a program with a bus that it has been on. What plays, loads and waits here needs none.
pub(crate) fn outlive(app: &AppHandle) {
    for kind in [gio::BusType::Session, gio::BusType::System] {
        match gio::bus_get_sync(kind, gio::Cancellable::NONE) {
            Ok(bus) => bus.set_exit_on_close(false),
            Err(error) => tracing::info!(%error, ?kind, "GLib has no bus"),
        }
    }
    if !balados_backend::has_own_data_dir() {
        async_runtime::spawn(stay_alone(app.clone()));
    }
}

/// A second start looks for the first one on the bus, also on one that has come later.
async fn stay_alone(app: AppHandle) {
    let name = format!("{}.SingleInstance", app.config().identifier);
    loop {
        let bus = connection().await;
        if matches!(has_owner(&bus, &name).await, Ok(false)) {
            let app = app.clone();
            // It waits for the bus.
            let done = async_runtime::spawn_blocking(move || app.plugin(single_instance())).await;
            if let Err(error) | Ok(Err(error)) = done {
                tracing::warn!(%error, "A second start will not find this one");
            }
        }
        bus.closed().await;
    }
}

async fn has_owner(bus: &Connection, name: &str) -> zbus::Result<bool> {
    Ok(DBusProxy::new(bus).await?.name_has_owner(name.try_into()?).await?)
}

/// A connection, as soon as there is a bus.
pub(crate) async fn connection() -> Connection {
    let mut watched = WATCHED.lock().await;
    match watched.as_ref().filter(|connection| !connection.is_closed()) {
        Some(connection) => connection.clone(),
        None => watched.insert(connect().await).clone(),
    }
}

async fn connect() -> Connection {
    let mut is_told = false;
    loop {
        match Connection::session().await {
            Ok(connection) => return connection,
            Err(error) if !is_told => {
                tracing::info!(%error, "There is no session bus");
                is_told = true;
            }
            Err(_) => {}
        }
        tokio::time::sleep(AGAIN).await;
    }
}
