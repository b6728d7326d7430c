//! The commands of `balados-server`.

mod backup;
mod check;
mod log;
mod serve;
mod settings;
mod user;

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use self::settings::Settings;
use crate::{
    App,
    error::{Error, Result},
};

/// A sync server for podcast apps, which anyone can host
#[derive(Debug, Parser)]
#[command(name = "balados-server", version, about)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Serve until told to stop; what is done without a command
    Serve,
    /// Look after listeners' accounts
    #[command(subcommand)]
    User(user::Task),
    /// Write a copy of the embedded database while the server runs
    Backup {
        /// Where to; must not be there yet
        file: PathBuf,
    },
    /// Look whether the database is sound
    Check,
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log::start(cli.settings.log_format);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&Error::Runtime(error)),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => complain(&error),
    }
}

async fn run(cli: Cli) -> Result<ExitCode> {
    let config = cli.settings.config()?;
    match cli.task.unwrap_or(Task::Serve) {
        Task::Serve => serve::run(config).await,
        Task::User(task) => user::run(&App::open(config).await?, task).await,
        Task::Backup { file } => backup::run(&App::open(config).await?, &file).await,
        Task::Check => check::run(&App::open(config).await?).await,
    }
}

/// The error and all that caused it, in one line.
fn complain(error: &Error) -> ExitCode {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        text.push_str(": ");
        text.push_str(&deeper.to_string());
        cause = deeper.source();
    }
    // Nobody may be there to read it.
    let _ = writeln!(std::io::stderr(), "balados-server: {text}");
    ExitCode::FAILURE
}

/// A line of the answer.
fn say(line: &str) {
    // Whoever reads may have gone.
    let _ = writeln!(std::io::stdout(), "{line}");
}
