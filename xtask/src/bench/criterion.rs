//! The crates' own benchmarks, and the numbers that criterion leaves behind.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::Value;

use super::Measurement;
use crate::project::{Project, succeed};

/// Runs them all; results of earlier runs are not mixed in.
pub(crate) fn measure(project: &Project) -> Result<Vec<Measurement>> {
    let results = project.target().join("criterion");
    if results.exists() {
        fs::remove_dir_all(&results)?;
    }
    let benches = benches(&metadata(project)?);
    if benches.is_empty() {
        return Ok(Vec::new());
    }
    let mut cargo = project.cargo(&["bench", "--workspace"]);
    for bench in &benches {
        cargo.args(["--bench", bench]);
    }
    succeed(&mut cargo)?;
    let mut measurements = Vec::new();
    collect(&results, &mut measurements)?;
    measurements.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(measurements)
}

fn metadata(project: &Project) -> Result<Value> {
    let mut cargo = project.cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    Ok(serde_json::from_slice(&cargo.output()?.stdout)?)
}

/// The bench targets of the crates. The app's own needs a desktop and is run apart.
fn benches(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|package| package["name"] != "balados-desktop")
        .flat_map(|package| package["targets"].as_array().into_iter().flatten())
        .filter(|target| target["kind"][0] == "bench")
        .filter_map(|target| target["name"].as_str().map(str::to_owned))
        .collect()
}

/// `…/new/benchmark.json` names a benchmark, `…/new/estimates.json` holds its result.
fn collect(folder: &Path, into: &mut Vec<Measurement>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        if path.ends_with("new") {
            let read = |name: &str| -> Result<Value> {
                Ok(serde_json::from_str(&fs::read_to_string(path.join(name))?)?)
            };
            into.push(measurement(&read("benchmark.json")?, &read("estimates.json")?)?);
        } else {
            collect(&path, into)?;
        }
    }
    Ok(())
}

/// A throughput where the benchmark states how much it handles, else a time.
fn measurement(benchmark: &Value, estimates: &Value) -> Result<Measurement> {
    let name = benchmark["full_id"].as_str().context("a benchmark without a name")?.to_owned();
    let nanoseconds = estimates["median"]["point_estimate"]
        .as_f64()
        .with_context(|| format!("{name} has no median"))?;
    let a_second = |amount: f64| amount * 1e9 / nanoseconds;
    let throughput = &benchmark["throughput"];
    let (value, unit) = match (throughput["Bytes"].as_f64(), throughput["Elements"].as_f64()) {
        (Some(bytes), _) => (a_second(bytes) / 1e6, "MB/s"),
        // What is decoded is counted in seconds of sound.
        (_, Some(elements)) if name.starts_with("decode/") => (a_second(elements), "× real time"),
        (_, Some(elements)) => (a_second(elements), "episodes/s"),
        _ => (nanoseconds / 1e6, "ms"),
    };
    let note =
        if unit == "ms" { String::new() } else { format!("{:.3} ms each", nanoseconds / 1e6) };
    Ok(Measurement { name, value, unit: unit.to_owned(), note })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(throughput: &Value) -> Measurement {
        let benchmark = json!({ "full_id": "parse/real", "throughput": throughput });
        measurement(&benchmark, &json!({ "median": { "point_estimate": 2e6 } })).unwrap()
    }

    #[test]
    fn times_and_throughputs() {
        let plain = read(&Value::Null);
        assert_eq!((plain.value, plain.unit.as_str()), (2.0, "ms"));
        let bytes = read(&json!({ "Bytes": 4_000_000 }));
        assert_eq!((bytes.value, bytes.unit.as_str()), (2000.0, "MB/s"));
        let elements = read(&json!({ "Elements": 200 }));
        assert_eq!((elements.value, elements.unit.as_str()), (100_000.0, "episodes/s"));
    }

    #[test]
    fn the_apps_benchmark_is_run_apart() {
        let metadata = json!({ "packages": [
            { "name": "balados-desktop", "targets": [{ "name": "app", "kind": ["bench"] }] },
            { "name": "balados-feeds", "targets": [
                { "name": "feeds", "kind": ["bench"] }, { "name": "balados_feeds", "kind": ["lib"] }] },
        ]});
        assert_eq!(benches(&metadata), ["feeds"]);
    }
}
