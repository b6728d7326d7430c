//! A desktop that nobody sees: a screen, a session bus, a window manager and a sound server with
//! one silent device, for the tests that need a window and ears. All of it ends with the value.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "elsewhere.rs")]
mod system;

use std::process::ExitCode;

use anyhow::{Context, Result};

pub(crate) use self::system::Desktop;
use crate::{
    project::{Project, end_like},
    setup::{self, Purpose},
};

/// Runs any command on a desktop of its own; ends with the command's exit code.
pub(crate) fn run(project: &Project, command: &[String]) -> Result<ExitCode> {
    setup::prepare(project, Purpose::Test)?;
    let (program, arguments) = command.split_first().context("there is no command")?;
    let desktop = Desktop::start(project)?;
    let mut command = project.command(program);
    desktop.enter(&mut command);
    end_like(command.args(arguments))
}
