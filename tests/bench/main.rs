//! The app as it ships, measured in a real window with a library of 100 podcasts × 200 episodes:
//! `cargo xtask bench`. The numbers go to the file that `BALADOS_BENCH_OUT` names.
#![cfg_attr(not(target_os = "linux"), no_main)]
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod listening;
mod load;
mod report;
mod starting;

use balados_stage::{Publisher, Stage, seed};

use report::Report;

const PODCASTS: u32 = 100;
const EPISODES: u32 = 200;

#[tokio::main]
async fn main() {
    let publisher = Publisher::open().await;
    let feeds = seed::library(&publisher, PODCASTS, EPISODES);
    let stage = Stage::new(env!("CARGO_BIN_EXE_balados-desktop"), "bench-");
    let mut report = Report::default();
    load::fill_the_library(&stage, &feeds, &mut report).await;
    starting::measure(&stage, &mut report).await;
    load::measure(&stage, &mut report).await;
    listening::measure(&stage, &mut report).await;
    report.write();
}
