//! What has to be on the machine: system packages, Node, and tools of the project's own.

mod distribution;
mod node;
mod packages;
mod tools;

use anyhow::Result;

use crate::{project::Project, ui};

#[cfg(target_os = "linux")]
pub(crate) use tools::tauri_driver;
pub(crate) use tools::{cargo_deny, check_jsonschema, schemathesis};

/// What the machine is made ready for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Building and starting the app.
    Run,
    Lint,
    Test,
    Package,
}

impl Purpose {
    /// What it takes, itself with it.
    fn includes(self) -> &'static [Self] {
        match self {
            Self::Run => &[Self::Run],
            Self::Lint => &[Self::Run, Self::Lint],
            Self::Test => &[Self::Run, Self::Test],
            Self::Package => &[Self::Run, Self::Lint, Self::Package],
        }
    }
}

/// Makes the machine ready; quick when it already is.
pub(crate) fn prepare(project: &Project, purpose: Purpose) -> Result<()> {
    node::check()?;
    distribution::install_missing(purpose)?;
    ui::install(project)?;
    if purpose == Purpose::Test {
        tools::install_tauri_driver(project)?;
    }
    Ok(())
}
