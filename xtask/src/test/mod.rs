//! `cargo xtask test`: every suite, whatever the others do, and one closing line.

mod cargo_output;
mod tally;
mod vitest;

use std::{fs, process::ExitCode};

use anyhow::Result;
use clap::ValueEnum;

use crate::{
    desktop::Desktop,
    project::Project,
    setup::{self, Purpose},
    ui,
};
use tally::Tally;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Suite {
    /// The crates, and the shell
    Rust,
    /// The components and rules of the UI
    Ui,
    /// The sync server, asked everything that its description allows and more
    Fuzz,
    /// The app in a real window
    E2e,
}

const ALL: [Suite; 4] = [Suite::Rust, Suite::Ui, Suite::Fuzz, Suite::E2e];

/// Runs the suites; success only when something ran and nothing failed.
pub(crate) fn run(project: &Project, only: Option<Suite>) -> Result<ExitCode> {
    let suites: Vec<Suite> =
        ALL.into_iter().filter(|suite| only.is_none_or(|o| o == *suite)).collect();
    let purpose = if suites == [Suite::Ui] { Purpose::Run } else { Purpose::Test };
    setup::prepare(project, purpose)?;
    // The desktop crate embeds the built UI, so it comes before every cargo command but the server's own.
    if suites.iter().any(|suite| !matches!(suite, Suite::Ui | Suite::Fuzz)) {
        ui::build(project)?;
    }
    let total = suites.into_iter().map(|suite| suite.run_to_the_end(project)).sum::<Tally>();
    println!("{total}");
    Ok(if total.is_green() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Suite {
    /// A suite that could not be run counts as one failure, and the next one still runs.
    fn run_to_the_end(self, project: &Project) -> Tally {
        println!("\n== {}", self.title());
        let tally = self.run(project).unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Tally::one_failure()
        });
        println!("== {}: {tally}", self.title());
        tally
    }

    fn run(self, project: &Project) -> Result<Tally> {
        match self {
            Self::Rust => {
                cargo_output::run(&mut project.cargo(&["test", "--workspace", "--no-fail-fast"]))
            }
            Self::Ui => vitest::run(project),
            Self::Fuzz => fuzz(project),
            Self::E2e => in_a_window(project),
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Ui => "UI",
            Self::Fuzz => "Fuzz",
            Self::E2e => "End to end",
        }
    }
}

/// With it the dependencies of one test are the ones that the first suite has built: what is left out
/// of a build changes the features of what stays.
const SHARED_BUILD: &str = "--workspace";

fn fuzz(project: &Project) -> Result<Tally> {
    let program = setup::schemathesis(project)?;
    let mut cargo = project.cargo(&["test", SHARED_BUILD, "--test", "fuzz", "--", "--nocapture"]);
    cargo_output::run(cargo.env("BALADOS_SCHEMATHESIS", program))
}

fn in_a_window(project: &Project) -> Result<Tally> {
    let artefacts = project.artefacts().join("e2e");
    if artefacts.exists() {
        fs::remove_dir_all(&artefacts)?;
    }
    let desktop = Desktop::start(project)?;
    let mut cargo =
        project.cargo(&["test", SHARED_BUILD, "--test", "e2e", "--", "--test-threads=1"]);
    desktop.enter(&mut cargo);
    cargo_output::run(cargo.env("BALADOS_E2E_DIR", &artefacts))
}
