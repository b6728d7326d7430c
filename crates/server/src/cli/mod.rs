//! The commands of `balados-server`.

mod backup;
mod check;
mod log;
mod serve;
mod settings;
mod user;

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};

use self::settings::Settings;
use crate::{
    App,
    error::{Error, Result},
};

/// A sync server for podcast apps, which anyone can host
#[derive(Debug, Parser)]
#[command(name = "balados-server", version = balados_protocol::version(), about)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    #[command(flatten)]
    Work(Work),
    /// Write the manual pages and the completions of shells, for packages
    #[command(hide = true)]
    Manual { folder: PathBuf },
}

#[derive(Debug, Subcommand)]
enum Work {
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
    let work = match cli.task {
        Some(Task::Work(work)) => work,
        Some(Task::Manual { folder }) => {
            balados_manual::write(Cli::command(), &folder).map_err(Error::Runtime)?;
            return Ok(ExitCode::SUCCESS);
        }
        None => Work::Serve,
    };
    let config = cli.settings.config()?;
    match work {
        Work::Serve => serve::run(config).await,
        Work::User(task) => user::run(&App::open(config).await?, task).await,
        Work::Backup { file } => backup::run(&App::open(config).await?, &file).await,
        Work::Check => check::run(&App::open(config).await?).await,
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
