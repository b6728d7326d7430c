//! What a live connection costs on which nothing happens: `cargo xtask bench --only sync`.
//!
//! An engine with a library on disk in this process, the server in another one, and between them a wire that counts. With
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

use std::{path::Path, sync::Arc, time::Duration};

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
const USER: &str = "0d9a7f0e-5a55-4a0e-9f43-7c2f1f0e9a11";

#[tokio::main]
async fn main() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return process::serve(folder.into()).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(&folder.path().join("server"));
    let wire = Wire::to(server.base.trim_start_matches("http://").parse().unwrap()).await;
    let mut device = let_in(folder.path(), &wire).await;
    device.start();
    device.live().await;
    tokio::time::sleep(SETTLING).await;
    let before = (wire.bytes(), process::cpu_seconds_of("self"));
    tokio::time::sleep(WATCHED).await;
    let bytes = f64::from(u32::try_from(wire.bytes() - before.0).unwrap());
    let cpu = process::cpu_seconds_of("self") - before.1;
    device.stop().await;
    server.end();
    let seconds = WATCHED.as_secs_f64();
    let rows = [
        (
            "bytes of an idle live connection",
            bytes / seconds * 60.0,
            "B/min",
            "both ways, over 3 minutes; without the headers of TLS and TCP",
        ),
        (
            "processor of an idle live connection",
            cpu / seconds * 100.0,
            "% of a core",
            "engine, library and the wire that counts, over 3 minutes",
        ),
    ];
    for (name, value, unit, note) in rows {
        println!("{name}: {value:.3} {unit} ({note})");
    }
    if let Some(file) = std::env::var_os("BALADOS_BENCH_OUT") {
        let rows = rows.map(|(name, value, unit, note)| json!({"name": name, "value": value, "unit": unit, "note": note}));
        std::fs::write(file, Value::from_iter(rows).to_string()).unwrap();
    }
}

/// A device of a listener who has an account.
async fn let_in(folder: &Path, wire: &Wire) -> Device {
    let options = SqliteConnectOptions::new().filename(folder.join("server/balados.sqlite"));
    let mut sql = SqliteConnection::connect_with(&options).await.unwrap();
    let (app_id, key) = (AppId::random(), Arc::new(AppKey::generate().await.unwrap()));
    sqlx::query(
        "insert into account (uuid, username, username_key, password_hash, created_ms)
         values ($1, 'ada', 'ada', '', 0)",
    )
    .bind(USER)
    .execute(&mut sql)
    .await
    .unwrap();
    sqlx::query(
        "insert into app_grant (id, account, app_id, name, public_key, scopes, created_ms, updated_ms)
         values ($1, 1, $1, 'desk', $2, '[\"user\"]', 0, 0)",
    )
    .bind(app_id.as_str())
    .bind(key.public_pem())
    .execute(&mut sql)
    .await
    .unwrap();
    sql.close().await.unwrap();
    Device::new(&folder.join("library.db"), "desk", 0, wire, app_id, key, USER).await
}
