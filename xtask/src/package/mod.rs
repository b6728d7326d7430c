//! `cargo xtask package`: what a listener installs on Linux, from one list of files.

mod check;
mod deb;
mod layout;
mod manual;
mod metadata;
mod mode;
mod rpm;
mod stage;
mod updates;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    project::{Project, is_on_path, succeed},
    setup::{self, Purpose},
    ui,
};
use layout::{Format, PROGRAMS, Product};
pub(crate) use metadata::{desktop_entry, metainfo};
pub(crate) use updates::{Options as UpdatesOptions, write as write_updates};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The profile to build with; `dev` is for trials
    #[arg(long, default_value = "release")]
    profile: String,
    /// Put the files of the app below this folder instead, as a Flatpak's build does with /app
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Install the .deb in a clean system, open the app there, and remove it without a trace
    #[arg(long, conflicts_with = "into")]
    check: bool,
}

/// What was built, and what is made of it.
struct Build<'a> {
    project: &'a Project,
    /// The folder of the programs.
    programs: PathBuf,
    /// `target/package`, empty at first.
    work: PathBuf,
    /// Made of a development build, to be thrown away: packed fast, not small.
    is_trial: bool,
    /// Seconds since 1970 that files and packages are dated with.
    date: String,
}

pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let purpose = if options.into.is_some() { Purpose::Run } else { Purpose::Package };
    setup::prepare(project, purpose)?;
    metadata::check_version(project)?;
    if options.into.is_none() {
        // A Flatpak is built where these tools are not.
        succeed(&mut desktop_entry(project))?;
        succeed(&mut metainfo(project))?;
    }
    ui::build(project)?;
    let build = Build::make(project, &options.profile)?;
    if let Some(folder) = &options.into {
        return stage::install(&build, Product::App, Format::Prefix, folder);
    }
    metadata::write_third_parties(&build)?;
    let mut debs = Vec::new();
    for product in [Product::App, Product::Server] {
        if is_on_path("dpkg-shlibdeps") {
            debs.push(deb::make(&build, product)?);
        }
        if is_on_path("rpmbuild") {
            rpm::make(&build, product)?;
        }
    }
    println!("The packages are in {}", build.out().display());
    if options.check { check::run(&build, &debs) } else { Ok(()) }
}

impl<'a> Build<'a> {
    fn make(project: &'a Project, profile: &str) -> Result<Self> {
        let date = metadata::date(project);
        compile(project, profile)?;
        let is_trial = profile == "dev";
        let folder = if is_trial { "debug" } else { profile };
        let work = project.target().join("package");
        if work.exists() {
            fs::remove_dir_all(&work).with_context(|| work.display().to_string())?;
        }
        let programs = project.target().join(folder);
        let build = Self { project, programs, work, is_trial, date };
        fs::create_dir_all(build.out())?;
        manual::write(&build)?;
        Ok(build)
    }

    fn out(&self) -> PathBuf {
        self.work.join("out")
    }

    /// Manual pages, completions, the list of libraries.
    fn made(&self) -> PathBuf {
        self.work.join("made")
    }
}

fn compile(project: &Project, profile: &str) -> Result<()> {
    let mut cargo = project.cargo(&["build", "--locked", "--bins", "--profile", profile]);
    if profile == "dev" {
        // With a test among the targets, what the tests have built is not built again.
        cargo.args(["--workspace", "--test", "bindings"]);
    } else {
        for program in PROGRAMS {
            cargo.args(["--package", program.package]);
        }
        if let Some(commit) = metadata::commit(project) {
            cargo.env("BALADOS_COMMIT", commit);
        }
    }
    succeed(&mut cargo)
}
