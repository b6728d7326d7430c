//! What a package says about itself.

use std::{fs, process::Command};

use anyhow::{Context, Result, bail};

use super::Build;
use crate::{
    project::{Project, describe},
    setup,
};

pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");
pub(super) const HOMEPAGE: &str = "https://github.com/podCloud/balados-desktop";
const METAINFO: &str = "packaging/linux/org.balados.desktop.metainfo.xml";
pub(super) const LICENCE: &str = "MIT OR Apache-2.0";

/// Who answers for a package: `BALADOS_MAINTAINER`, given by whoever releases it.
pub(super) fn maintainer() -> String {
    std::env::var("BALADOS_MAINTAINER")
        .unwrap_or_else(|_| "Balados <balados-desktop@users.noreply.github.com>".to_owned())
}

/// The commit that is built, short: `BALADOS_COMMIT`, else what git says. A changed tree has none.
pub(super) fn commit(project: &Project) -> Option<String> {
    if let Ok(commit) = std::env::var("BALADOS_COMMIT") {
        return Some(commit);
    }
    let changed = git(project, &["status", "--porcelain", "--untracked-files=no"])?;
    changed.is_empty().then(|| git(project, &["rev-parse", "--short=12", "HEAD"]))?
}

/// `SOURCE_DATE_EPOCH`, else when the commit was made: two builds of one commit are dated alike.
pub(super) fn date(project: &Project) -> String {
    std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .or_else(|| git(project, &["log", "-1", "--format=%ct"]))
        .unwrap_or_else(|| "0".to_owned())
}

fn git(project: &Project, arguments: &[&str]) -> Option<String> {
    let output = project.command("git").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What whoever installs or updates reads is about this version.
pub(super) fn check_version(project: &Project) -> Result<()> {
    for (file, said) in [
        (METAINFO, format!("<release version=\"{VERSION}\"")),
        ("CHANGELOG.md", format!("## [{VERSION}]")),
    ] {
        if !fs::read_to_string(project.root().join(file))?.contains(&said) {
            bail!("{file} does not tell of version {VERSION}");
        }
    }
    Ok(())
}

/// Menus take the desktop entry.
pub(crate) fn desktop_entry(project: &Project) -> Command {
    let mut command = project.command("desktop-file-validate");
    command.arg("packaging/linux/org.balados.desktop.desktop");
    command
}

/// Software centres take the metainfo.
pub(crate) fn metainfo(project: &Project) -> Command {
    let mut command = project.command("appstreamcli");
    command.args(["validate", "--no-net", "--pedantic", METAINFO]);
    command
}

/// The libraries that are linked in, by licence.
pub(super) fn write_third_parties(build: &Build<'_>) -> Result<()> {
    let project = build.project;
    let deny = setup::cargo_deny(project)?;
    let mut list = Command::new(deny);
    list.arg("--manifest-path").arg(project.root().join("Cargo.toml"));
    list.args(["--exclude-dev", "list", "--layout", "license", "--format", "human"]);
    let output = list.output().with_context(|| describe(&list))?;
    if !output.status.success() {
        bail!("{}: {}", describe(&list), String::from_utf8_lossy(&output.stderr));
    }
    fs::create_dir_all(build.made())?;
    let opening = "The libraries that are part of Balados, by licence.\n\n";
    let text = [opening.as_bytes(), &output.stdout].concat();
    Ok(fs::write(build.made().join("THIRD-PARTY.txt"), text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_changelog_and_the_metainfo_name_this_version() {
        check_version(&Project::find().unwrap()).unwrap();
    }
}
