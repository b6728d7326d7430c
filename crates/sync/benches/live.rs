//! What a live connection costs on which nothing happens, and how soon one device knows what another did: `cargo xtask
//! bench --only sync`.
//!
//! Engines with libraries on disk in this process, the server in another one, and between them a wire that counts. With
//! `BALADOS_BENCH_OUT` set, the numbers are left there as JSON.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../tests/engine/device.rs"]
#[allow(dead_code, reason = "the tests do more with it")]
mod device;
#[path = "../../server/benches/server/process.rs"]
#[allow(dead_code, reason = "the benchmark of the server also looks at its memory")]
mod process;
#[path = "../tests/engine/wire.rs"]
#[allow(dead_code, reason = "the tests also break it")]
mod wire;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use balados_library::EpisodeState;
use balados_sync::{AppId, AppKey};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    device::Device,
    process::{FOLDER, Process},
    wire::Wire,
};

/// What has to do with beginning is over.
const SETTLING: Duration = Duration::from_secs(5);
const WATCHED: Duration = Duration::from_mins(3);
/// Marks that are timed.
const ROUNDS: usize = 400;
const USER: &str = "0d9a7f0e-5a55-4a0e-9f43-7c2f1f0e9a11";

#[tokio::main]
async fn main() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return process::serve(folder.into()).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(&folder.path().join("server"));
    let wire = Wire::to(server.base.trim_start_matches("http://").parse().unwrap()).await;
    let account = Account::open(folder.path()).await;
    let (mut desk, mut phone) =
        (account.device("desk", &wire).await, account.device("phone", &wire).await);
    let mut rows = Vec::new();
    desk.start();
    desk.live().await;
    rows.extend(idle(&wire).await);
    phone.start();
    phone.live().await;
    rows.extend(in_step(&desk, &phone).await);
    desk.stop().await;
    phone.stop().await;
    server.end();
    for Row { name, value, unit, note } in &rows {
        println!("{name}: {value:.3} {unit} ({note})");
    }
    if let Some(file) = std::env::var_os("BALADOS_BENCH_OUT") {
        let json = |it: &Row| json!({"name": it.name, "value": it.value, "unit": it.unit, "note": it.note});
        std::fs::write(file, Value::from_iter(rows.iter().map(json)).to_string()).unwrap();
    }
}

struct Row {
    name: &'static str,
    value: f64,
    unit: &'static str,
    note: String,
}

/// What the one connection costs that there is.
async fn idle(wire: &Wire) -> [Row; 2] {
    tokio::time::sleep(SETTLING).await;
    let before = (wire.bytes(), process::cpu_seconds_of("self"));
    tokio::time::sleep(WATCHED).await;
    let bytes = f64::from(u32::try_from(wire.bytes() - before.0).unwrap());
    let cpu = process::cpu_seconds_of("self") - before.1;
    let (seconds, minutes) = (WATCHED.as_secs_f64(), WATCHED.as_secs() / 60);
    [
        Row {
            name: "bytes of an idle live connection",
            value: bytes / seconds * 60.0,
            unit: "B/min",
            note: format!("both ways, over {minutes} minutes; without the headers of TLS and TCP"),
        },
        Row {
            name: "processor of an idle live connection",
            value: cpu / seconds * 100.0,
            unit: "% of a core",
            note: format!("engine, library and the wire that counts, over {minutes} minutes"),
        },
    ]
}

/// From a mark on one device to the mark in the library of the other.
async fn in_step(desk: &Device, phone: &Device) -> [Row; 2] {
    desk.subscribe(0).await;
    device::eventually("the podcast is there", async || phone.is_subscribed(0).await).await;
    phone.read(0).await;
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let (one, other) = if round % 2 == 0 { (desk, phone) } else { (phone, desk) };
        let (item, played) = (round % 2, round / 2 % 2 == 0);
        let episode = other.episode(0, item).await.unwrap();
        let begun = Instant::now();
        one.mark(0, item, played).await;
        while (other.library.episode(episode).await.unwrap().row.state == EpisodeState::Played)
            != played
        {
            assert!(begun.elapsed() < Duration::from_secs(10), "round {round}");
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        // As a listener would: not all at once.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    times.sort_by(f64::total_cmp);
    let row = |name, share: usize| Row {
        name,
        value: times[times.len() * share / 100],
        unit: "ms",
        note: format!("of {ROUNDS} marks, on disk on both; the server in another process"),
    };
    [
        row("from one backend to another, median", 50),
        row("from one backend to another, 99th percentile", 99),
    ]
}

/// A listener who is known to the server.
struct Account {
    folder: PathBuf,
    key: Arc<AppKey>,
}

impl Account {
    async fn open(folder: &Path) -> Self {
        let it =
            Self { folder: folder.to_owned(), key: Arc::new(AppKey::generate().await.unwrap()) };
        let mut sql = it.sql().await;
        sqlx::query(
            "insert into account (uuid, username, username_key, password_hash, created_ms)
             values ($1, 'ada', 'ada', '', 0)",
        )
        .bind(USER)
        .execute(&mut sql)
        .await
        .unwrap();
        sql.close().await.unwrap();
        it
    }

    async fn sql(&self) -> SqliteConnection {
        let file = self.folder.join("server/balados.sqlite");
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await.unwrap()
    }

    /// A device that was let in.
    async fn device(&self, name: &str, wire: &Wire) -> Device {
        let app_id = AppId::random();
        let mut sql = self.sql().await;
        sqlx::query(
            "insert into app_grant (id, account, app_id, name, public_key, scopes, created_ms, updated_ms)
             values ($1, 1, $1, $2, $3, '[\"user\"]', 0, 0)",
        )
        .bind(app_id.as_str())
        .bind(name)
        .bind(self.key.public_pem())
        .execute(&mut sql)
        .await
        .unwrap();
        sql.close().await.unwrap();
        let library = self.folder.join(name).join("library.db");
        Device::new(&library, name, 0, wire, app_id, Arc::clone(&self.key), USER).await
    }
}
