//! Node is the one thing that `setup` does not install: how it is installed is the developer's choice.

use std::process::Command;

use anyhow::{Result, bail};

use crate::project::NPM;

/// Vite asks for it.
const OLDEST: (u32, u32) = (20, 19);

pub(crate) fn check() -> Result<()> {
    let (major, minor) = OLDEST;
    let how = format!(
        "Node {major}.{minor} or newer with npm is needed to build the UI. Install it from \
         https://nodejs.org or with your version manager (nvm, fnm, mise, asdf), then try again."
    );
    let version = Command::new("node").arg("--version").output();
    let Ok(version) = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    else {
        bail!("There is no `node` on this machine. {how}");
    };
    if parse(&version).is_none_or(|found| found < OLDEST) {
        bail!("The `node` on this machine is {}. {how}", version.trim());
    }
    if Command::new(NPM).arg("--version").output().is_err() {
        bail!("There is no `npm` on this machine. {how}");
    }
    Ok(())
}

/// Major and minor of `v20.20.2`.
fn parse(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert_eq!(parse("v20.20.2\n"), Some((20, 20)));
        assert!(parse("v18.19.0").unwrap() < OLDEST);
        assert!(parse("v22.0.0").unwrap() > OLDEST);
        assert_eq!(parse("node"), None);
    }
}
