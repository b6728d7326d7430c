//! Everything that is done to the project, in one command: `cargo xtask --help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks there")]

mod bench;
mod desktop;
mod lint;
mod package;
mod project;
mod run;
mod setup;
mod shots;
mod test;
mod ui;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{project::Project, setup::Purpose, test::Suite};

#[derive(Parser)]
#[command(about = "Builds, runs, tests and measures Balados")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what building, running and testing need
    Setup,
    /// Build the app and start it
    Run {
        /// Build it as it ships: slower to build, faster to run
        #[arg(long)]
        release: bool,
        /// Arguments for the app
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Run every test; the last line says how many passed and failed
    Test {
        /// Run one suite alone
        #[arg(long)]
        only: Option<Suite>,
    },
    /// Measure the crates and the app; results in target/bench.json
    Bench {
        /// Measure one part alone
        #[arg(long)]
        only: Option<bench::Part>,
    },
    /// Write the TypeScript of the commands and events anew
    Bindings,
    /// Take pictures of every page of the app, into artefacts/shots
    Shots,
    /// Run a command on the desktop of the tests, which nobody sees
    Desktop {
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
    /// Make the .deb and the .rpm; they end up in target/package/out
    Package(package::Options),
    /// Write what apps that look for a newer version are told: latest.json
    Updates(package::UpdatesOptions),
    /// Check formatting, lints, licences and known vulnerabilities
    Lint,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<ExitCode> {
    let project = Project::find()?;
    match task {
        Task::Setup => setup::prepare(&project, Purpose::Test)?,
        Task::Run { release, arguments } => return run::run(&project, release, &arguments),
        Task::Test { only } => return test::run(&project, only),
        Task::Bench { only } => bench::run(&project, only)?,
        Task::Bindings => ui::write_bindings(&project)?,
        Task::Shots => shots::take(&project)?,
        Task::Desktop { command } => return desktop::run(&project, &command),
        Task::Updates(options) => package::write_updates(&options)?,
        Task::Package(options) => package::run(&project, &options)?,
        Task::Lint => return lint::run(&project),
    }
    Ok(ExitCode::SUCCESS)
}
