//! `balados`: the app from a terminal, on the same library as the window.
//!
//! Every command has `--json` for scripts. Exit codes: 0 done, 1 failed, 2 wrong usage,
//! 3 the library is held by another process, 4 the library cannot be opened.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod account;
mod args;
mod commands;
mod discover;
mod failure;
mod likes;
mod lists;
mod output;
mod play;
mod privacy;
mod profiles;
mod search;
mod sync;
mod time;
mod transfer;

use std::{path::PathBuf, process::ExitCode};

use args::{Args, Command, Task};
use balados_backend::{Backend, Config, Error, NetworkSource, ProfileId, Profiles, Refresh, Sound};
use clap::{CommandFactory, Parser};
use failure::Failure;
use output::Output;

fn main() -> ExitCode {
    let args = Args::parse();
    let output = Output::new(args.json);
    start_log();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return output.fail(&Failure::from(Error::internal(error))),
    };
    match runtime.block_on(run(args, &output)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => output.fail(&failure),
    }
}

async fn run(args: Args, output: &Output) -> Result<(), Failure> {
    match args.task {
        Task::Library(command) => {
            in_the_folder(args.data, args.account.as_deref(), command, output).await
        }
        Task::Manual { folder } => Ok(balados_manual::write(Args::command(), &folder)
            .map_err(|error| Error::internal(format!("{}: {error}", folder.display())))?),
    }
}

/// Does what concerns the data folder as a whole; all else with the library of one profile.
async fn in_the_folder(
    data: Option<PathBuf>,
    account: Option<&str>,
    command: Command,
    output: &Output,
) -> Result<(), Failure> {
    let data_dir = match data {
        Some(dir) => dir,
        None => balados_backend::data_dir()?,
    };
    let profiles = Profiles::of(&data_dir);
    let command = match command {
        Command::Account(task) => match profiles::run(&profiles, task, output).await? {
            Some(task) => Command::Account(task),
            None => return Ok(()),
        },
        command => command,
    };
    let profile = match account {
        Some(name) => profiles::find(&profiles, name).await?,
        None => profiles.active().await?,
    };
    with_library(data_dir, profile, command, output).await
}

/// Opens a library for one command and closes it again, whatever came of it.
async fn with_library(
    data_dir: PathBuf,
    profile: ProfileId,
    command: Command,
    output: &Output,
) -> Result<(), Failure> {
    let sound = match &command {
        Command::Play(play) => play.sound(),
        _ => Sound::Silent,
    };
    let config = Config {
        sound,
        refresh: Refresh::OnDemand,
        network: NetworkSource::Nowhere,
        ..Config::new(data_dir)
    };
    let backend = Backend::open_profile(config, profile).await?;
    let done = commands::run(&backend, command, output).await;
    backend.shut_down().await;
    done
}

/// Warnings go to the terminal; `BALADOS_LOG` asks for more, as `tracing`'s `EnvFilter` reads it.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("BALADOS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("off"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
