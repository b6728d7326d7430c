//! `cargo xtask run`: from a clone to a window.

use std::process::ExitCode;

use anyhow::Result;

use crate::{
    project::{Project, end_like},
    setup::{self, Purpose},
    ui,
};

/// Builds the app and starts it; ends with the app's own exit code.
pub(crate) fn run(project: &Project, release: bool, arguments: &[String]) -> Result<ExitCode> {
    setup::prepare(project, Purpose::Run)?;
    ui::build(project)?;
    let mut cargo = project.cargo(&["run", "--package", "balados-desktop"]);
    if release {
        cargo.arg("--release");
    }
    cargo.arg("--").args(arguments);
    end_like(&mut cargo)
}
