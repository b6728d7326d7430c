//! Runs the UI's tests and reads the report.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::Value;

use super::tally::Tally;
use crate::project::{Project, describe};

pub(crate) fn run(project: &Project) -> Result<Tally> {
    let report = project.target().join("vitest.json");
    // A run that crashes must not be judged by an earlier report.
    let _ = fs::remove_file(&report);
    let output = format!("--outputFile.json={}", report.display());
    let mut npm = project.npm(&[
        "exec",
        "--",
        "vitest",
        "run",
        "--reporter=default",
        "--reporter=json",
        &output,
    ]);
    let status = npm.status().with_context(|| format!("`{}` did not start", describe(&npm)))?;
    Ok(read(&report)?.ended(status.success()))
}

fn read(report: &Path) -> Result<Tally> {
    let text = fs::read_to_string(report).context("vitest left no report")?;
    parse(&serde_json::from_str(&text).context("vitest's report is not JSON")?)
}

fn parse(report: &Value) -> Result<Tally> {
    let count =
        |key: &str| report[key].as_u64().with_context(|| format!("vitest's report has no {key}"));
    let tally = Tally { passed: count("numPassedTests")?, failed: count("numFailedTests")? };
    // A file that cannot even be loaded fails without a failed test.
    Ok(tally.ended(report["success"] == true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reports() {
        let report = |passed: u64, failed: u64, success: bool| {
            let report =
                json!({ "numPassedTests": passed, "numFailedTests": failed, "success": success });
            parse(&report).unwrap()
        };
        assert_eq!(report(7, 0, true), Tally { passed: 7, failed: 0 });
        assert_eq!(report(7, 2, false), Tally { passed: 7, failed: 2 });
        assert_eq!(report(7, 0, false), Tally { passed: 7, failed: 1 });
        assert!(parse(&json!({})).is_err());
    }
}
