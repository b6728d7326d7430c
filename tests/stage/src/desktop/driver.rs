//! tauri-driver, which starts the app and speaks for its window.

use std::{
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::process::Process;
use crate::patience::eventually;

/// Ends with the value, and so do the app and the browser's own driver.
pub(crate) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    pub(crate) async fn start(environment: &[(&'static str, PathBuf)]) -> Self {
        let (port, native) = two_free_ports();
        let program = std::env::var_os("TAURI_DRIVER").unwrap_or_else(|| "tauri-driver".into());
        let process = Command::new(program)
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .spawn()
            .expect("tauri-driver starts: `cargo xtask test` installs it");
        let driver = Self { process, port };
        for port in [port, native] {
            eventually("the driver listens", async || {
                TcpStream::connect(("127.0.0.1", port)).ok().map(drop)
            })
            .await;
        }
        driver
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Politely: a killed tauri-driver leaves the browser's driver behind.
        if let Some(process) = Process::of(self.process.id()) {
            let children = process.children();
            process.terminate();
            for _ in 0..100 {
                if matches!(self.process.try_wait(), Ok(Some(_))) {
                    break;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            children.into_iter().filter(|child| child.is_running()).for_each(Process::kill);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Both are held until both are known, so that they differ.
fn two_free_ports() -> (u16, u16) {
    let bind = || TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let (one, two) = (bind(), bind());
    let port = |listener: &TcpListener| listener.local_addr().expect("it is bound").port();
    (port(&one), port(&two))
}
