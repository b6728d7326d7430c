//! Manual pages and completions, written by the programs themselves.

use anyhow::Result;

use super::{Build, layout::PROGRAMS};
use crate::project::succeed;

pub(super) fn write(build: &Build<'_>) -> Result<()> {
    for program in PROGRAMS.iter().filter(|program| program.has_manual) {
        let mut command = build.project.command(build.programs.join(program.name));
        succeed(command.arg("manual").arg(build.made().join(program.name)))?;
    }
    Ok(())
}
