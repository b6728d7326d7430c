//! A session bus of a test's own, which can be lost and come back.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;
use zbus::{connection, fdo::DBusProxy};

use crate::patience::eventually;

/// It ends with the value.
pub struct Bus {
    folder: TempDir,
    daemon: Child,
}

impl Bus {
    pub async fn open() -> Self {
        let folder = tempfile::Builder::new().prefix("bus-").tempdir().expect("a folder");
        let daemon = start(&address(&folder));
        let bus = Self { folder, daemon };
        bus.is_there().await;
        bus
    }

    /// As in `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> String {
        address(&self.folder)
    }

    /// It is killed, and everybody on it hears nothing but that.
    pub fn lose(&mut self) {
        self.daemon.kill().expect("it runs");
        self.daemon.wait().expect("it ends");
        std::fs::remove_file(socket(&self.folder)).expect("its socket stays behind");
    }

    /// Another one listens where it was.
    pub async fn come_back(&mut self) {
        self.daemon = start(&self.address());
        self.is_there().await;
    }

    /// Waits until somebody has this name.
    pub async fn see_name(&self, name: &str) {
        let address = self.address();
        eventually(&format!("{name} on the bus"), async || {
            let bus = connection::Builder::address(address.as_str()).ok()?.build().await.ok()?;
            let names = DBusProxy::new(&bus).await.ok()?.list_names().await.ok()?;
            names.iter().any(|it| it.as_str() == name).then_some(())
        })
        .await;
    }

    async fn is_there(&self) {
        let address = self.address();
        eventually("the bus listens", async || {
            connection::Builder::address(address.as_str()).ok()?.build().await.is_ok().then_some(())
        })
        .await;
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

fn socket(folder: &TempDir) -> PathBuf {
    folder.path().join("bus")
}

fn address(folder: &TempDir) -> String {
    format!("unix:path={}", socket(folder).display())
}

fn start(address: &str) -> Child {
    Command::new("dbus-daemon")
        .args(["--session", "--nofork", "--nopidfile", "--address", address])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("dbus-daemon is installed: `cargo xtask setup` does it")
}
