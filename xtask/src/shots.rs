//! `cargo xtask shots`: every page of the real app as a picture.

use std::fs;

use anyhow::{Context, Result};

use crate::{
    desktop::Desktop,
    project::{Project, succeed},
    setup::{self, Purpose},
    ui,
};

pub(crate) fn take(project: &Project) -> Result<()> {
    setup::prepare(project, Purpose::Test)?;
    ui::build(project)?;
    let shots = project.artefacts().join("shots");
    // A page that is gone must not leave its picture behind.
    if shots.exists() {
        fs::remove_dir_all(&shots).with_context(|| shots.display().to_string())?;
    }
    let desktop = Desktop::start(project)?;
    // `--workspace` keeps cargo from building the dependencies with other features than `test`.
    let mut cargo = project.cargo(&["test", "--workspace", "--test", "shots"]);
    desktop.enter(&mut cargo);
    succeed(cargo.env("BALADOS_E2E_DIR", &shots))?;
    println!("The pictures are in {}", shots.display());
    Ok(())
}
