//! `cargo xtask bench`: how fast the crates and the app are, as a table and as `target/bench.json`.

mod criterion;
mod machine;

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde_json::{Value, json};

use crate::{
    desktop::Desktop,
    project::{Project, succeed},
    setup::{self, Purpose},
    ui,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The crates, by criterion
    Crates,
    /// The app as it ships, in a real window
    App,
    /// The app in the tray, and the way back from there
    Tray,
    /// Two windows that are connected
    Step,
    /// The server as it ships
    Server,
    /// What being in step costs a device
    Sync,
}

/// One number, and how to read it.
#[derive(Debug, Clone, PartialEq)]
struct Measurement {
    name: String,
    value: f64,
    unit: String,
    note: String,
}

pub(crate) fn run(project: &Project, only: Option<Part>) -> Result<()> {
    setup::prepare(project, Purpose::Test)?;
    ui::build(project)?;
    let mut measurements = Vec::new();
    let is_wanted = |part| only.is_none_or(|only| only == part);
    if is_wanted(Part::Crates) {
        measurements.extend(criterion::measure(project)?);
    }
    if is_wanted(Part::App) {
        measurements.extend(measure_in_a_window(project, "app")?);
    }
    if is_wanted(Part::Tray) {
        measurements.extend(measure_in_a_window(project, "tray")?);
    }
    if is_wanted(Part::Step) {
        measurements.extend(measure_in_a_window(project, "step")?);
    }
    if is_wanted(Part::Server) {
        measurements.extend(measure_the_server(project)?);
    }
    if is_wanted(Part::Sync) {
        measurements.extend(measure_sync(project)?);
    }
    print_table(&measurements);
    let report = json!({
        "machine": machine::describe(),
        "measurements": measurements.iter().map(Measurement::to_json).collect::<Vec<_>>(),
    });
    let file = project.target().join("bench.json");
    fs::write(&file, format!("{report:#}\n"))?;
    println!("\nwritten to {}", file.display());
    Ok(())
}

/// The benchmark drives the release build and leaves its numbers in a file.
fn measure_in_a_window(project: &Project, name: &str) -> Result<Vec<Measurement>> {
    let file = project.target().join(format!("bench-{name}.json"));
    let desktop = Desktop::start(project)?;
    let mut cargo = project.cargo(&["bench", "--workspace", "--bench", name]);
    desktop.enter(&mut cargo);
    measure(cargo, &file)
}

fn measure_the_server(project: &Project) -> Result<Vec<Measurement>> {
    let file = project.target().join("bench-server.json");
    measure(project.cargo(&["bench", "--package", "balados-server", "--bench", "server"]), &file)
}

fn measure_sync(project: &Project) -> Result<Vec<Measurement>> {
    let file = project.target().join("bench-sync.json");
    // `--workspace`, so that the dependencies are those that the other parts have built.
    let bench = |name| measure(project.cargo(&["bench", "--workspace", "--bench", name]), &file);
    let mut all = bench("sync")?;
    all.extend(bench("live")?);
    Ok(all)
}

fn measure(mut cargo: Command, file: &Path) -> Result<Vec<Measurement>> {
    let _ = fs::remove_file(file);
    succeed(cargo.env("BALADOS_BENCH_OUT", file))?;
    let text = fs::read_to_string(file).context("the benchmark left no numbers")?;
    let list: Vec<Value> = serde_json::from_str(&text)?;
    list.iter().map(Measurement::from_json).collect()
}

impl Measurement {
    fn to_json(&self) -> Value {
        json!({ "name": self.name, "value": self.value, "unit": self.unit, "note": self.note })
    }

    fn from_json(value: &Value) -> Result<Self> {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            name: text("name"),
            value: value["value"].as_f64().with_context(|| format!("{value} has no value"))?,
            unit: text("unit"),
            note: text("note"),
        })
    }
}

fn print_table(measurements: &[Measurement]) {
    let width = measurements.iter().map(|m| m.name.chars().count()).max().unwrap_or(0);
    println!();
    for Measurement { name, value, unit, note } in measurements {
        println!("{name:width$}  {:>12} {unit:12} {note}", rounded(*value));
    }
}

/// Three digits that mean something are enough.
fn rounded(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        v if v >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_travels_as_json() {
        let measurement = Measurement {
            name: "start".to_owned(),
            value: 312.5,
            unit: "ms".to_owned(),
            note: "median of 10".to_owned(),
        };
        assert_eq!(Measurement::from_json(&measurement.to_json()).unwrap(), measurement);
        assert!(Measurement::from_json(&json!({ "name": "start" })).is_err());
    }

    #[test]
    fn numbers_for_people() {
        assert_eq!([1234.5, 12.34, 1.234, 0.1234].map(rounded), ["1234", "12.3", "1.23", "0.123"]);
    }
}
