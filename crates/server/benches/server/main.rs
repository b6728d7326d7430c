//! How fast the server is: `cargo xtask bench --only server`.
//!
//! The server runs in a process of its own (this same program, asked to), so that its processor time and memory are
//! its own. With BALADOS_BENCH_OUT set, the numbers are left there as JSON.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod clients;
#[path = "../../tests/server/support/keys.rs"]
#[allow(dead_code, reason = "the tests also need a key of somebody else")]
mod keys;
mod process;
mod scenes;

use std::{env, fs};

use serde_json::{Value, json};

/// One number, and how to read it.
pub(crate) struct Measurement {
    pub(crate) name: &'static str,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    pub(crate) note: String,
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Some(folder) = env::var_os(process::FOLDER) {
        runtime.block_on(process::serve(folder.into()));
        return;
    }
    let all = runtime.block_on(scenes::all());
    for Measurement { name, value, unit, note } in &all {
        println!("{name}: {value:.2} {unit} ({note})");
    }
    if let Some(file) = env::var_os("BALADOS_BENCH_OUT") {
        let rows = all.iter().map(
            |it| json!({"name": it.name, "value": it.value, "unit": it.unit, "note": it.note}),
        );
        fs::write(file, Value::from_iter(rows).to_string()).unwrap();
    }
}
