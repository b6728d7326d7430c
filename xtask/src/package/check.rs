//! `--check`: the packages in a clean Debian that lives as long as the check.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};

use super::Build;
use crate::project::{is_on_path, succeed};

/// What the clean system has besides the least: a screen, eyes, and a session bus.
const INCLUDED: &str = "ca-certificates,dbus,openbox,passwd,x11-utils,xauth,xvfb";

/// The script that runs inside; it says what it does and fails at the first wrong thing.
const SCRIPT: &str = "packaging/linux/check.sh";

pub(super) fn run(build: &Build<'_>, packages: &[PathBuf]) -> Result<()> {
    let release = codename()?;
    if !is_on_path("mmdebstrap") {
        bail!("the check makes a clean system with `mmdebstrap`: install it, then try again");
    }
    println!("Installing in a clean {release}");
    let mut mmdebstrap = build.project.command("mmdebstrap");
    mmdebstrap.args(["--quiet", "--variant=minbase"]).arg(format!("--include={INCLUDED}"));
    let mut copies = vec![build.project.root().join(SCRIPT)];
    copies.extend_from_slice(packages);
    for file in copies {
        mmdebstrap.arg(format!("--customize-hook=copy-in {} /tmp", file.display()));
    }
    mmdebstrap.arg("--customize-hook=chroot \"$1\" bash /tmp/check.sh");
    // Nothing of the system is kept.
    succeed(mmdebstrap.args([&release, "/dev/null"]))?;
    println!("package: installed, opened and removed in a clean {release}");
    Ok(())
}

/// The programs are linked to this system's libraries, so they are tried on the same release.
fn codename() -> Result<String> {
    let about = fs::read_to_string("/etc/os-release").context("this is not a Linux")?;
    let name = about.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    match name {
        Some(name) if about.lines().any(|line| line == "ID=debian") => Ok(name.to_owned()),
        _ => bail!("the check needs Debian, whose clean systems mmdebstrap makes"),
    }
}
