//! The server in a process of its own.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use balados_server::{Config, Server, config::Limits};

/// Says to this program that it is the server, and where its data is.
pub(crate) const FOLDER: &str = "BALADOS_BENCH_SERVER";
/// Processor time is counted in these, by every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// Prints its address, and serves until its standard input ends.
pub(crate) async fn serve(folder: PathBuf) {
    let config = Config {
        limits: Limits {
            rate_factor: 0,
            records: 0,
            connections_per_address: 0,
            ..Limits::default()
        },
        ..Config::new(
            folder,
            "127.0.0.1:0".parse().unwrap(),
            "https://balados.example".parse().unwrap(),
        )
    };
    let server = Server::start(config).await.unwrap();
    println!("http://{}", server.address());
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()))
        .await
        .unwrap()
        .unwrap();
    server.stop().await;
}

pub(crate) struct Process {
    child: Child,
    pub(crate) base: String,
}

impl Process {
    pub(crate) fn start(folder: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(FOLDER, folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut base = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut base).unwrap();
        Self { child, base: base.trim().to_owned() }
    }

    /// Processor time that it has had, in seconds.
    pub(crate) fn cpu_seconds(&self) -> f64 {
        cpu_seconds_of(&self.child.id().to_string())
    }

    /// Resident memory, in MB.
    pub(crate) fn memory_mb(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1_000.0
    }

    /// Lets it close its database.
    pub(crate) fn end(mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}

/// Processor time that a process has had, in seconds: a number, or `self`.
pub(crate) fn cpu_seconds_of(process: &str) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // After the name, which may have blanks in it.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / TICKS_PER_SECOND
}
