//! The app as it ships, measured in a real window with a library of 100 podcasts × 200 episodes:
//! `cargo xtask bench`. The numbers go to the file that `BALADOS_BENCH_OUT` names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod listening;
mod load;
mod starting;

use balados_stage::{Publisher, Stage, seed};
use serde_json::{Value, json};

const PODCASTS: u32 = 100;
const EPISODES: u32 = 200;

#[tokio::main]
async fn main() {
    let out = std::env::var_os("BALADOS_BENCH_OUT").expect("BALADOS_BENCH_OUT names a file");
    let publisher = Publisher::open().await;
    let feeds = seed::library(&publisher, PODCASTS, EPISODES);
    let stage = Stage::new(env!("CARGO_BIN_EXE_balados-desktop"), "bench-");
    let mut report = Report::default();
    load::fill_the_library(&stage, &feeds, &mut report).await;
    starting::measure(&stage, &mut report).await;
    load::measure(&stage, &mut report).await;
    listening::measure(&stage, &mut report).await;
    std::fs::write(out, Value::from(report.measurements).to_string())
        .expect("the numbers are written");
}

/// The numbers so far.
#[derive(Default)]
struct Report {
    measurements: Vec<Value>,
}

impl Report {
    fn say(&mut self, name: &str, value: f64, unit: &str, note: &str) {
        eprintln!("{name}: {value:.3} {unit}");
        self.measurements.push(json!({ "name": name, "value": value, "unit": unit, "note": note }));
    }

    /// The middle one of several tries, in milliseconds.
    fn say_median(&mut self, name: &str, mut tries: Vec<f64>, note: &str) {
        tries.sort_by(f64::total_cmp);
        let (least, most) = (tries[0], tries[tries.len() - 1]);
        let note = format!("median of {}, {least:.0} to {most:.0}; {note}", tries.len());
        self.say(name, tries[tries.len() / 2], "ms", &note);
    }
}
