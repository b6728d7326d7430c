//! Installing system packages the way the machine's own distribution does.

use std::{fs, process::Command};

use anyhow::{Context, Result, bail};

use super::{
    Purpose,
    packages::{self, Package},
};
use crate::project::{describe, is_on_path, succeed};

/// The families whose package names are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Distribution {
    Debian,
    Fedora,
    Arch,
}

/// Installs what is missing for `purpose`, or says exactly what to install.
pub(crate) fn install_missing(purpose: Purpose) -> Result<()> {
    let Some(distribution) =
        fs::read_to_string("/etc/os-release").ok().as_deref().and_then(recognise)
    else {
        return say_what_is_needed(purpose);
    };
    let missing = distribution.missing(purpose)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing system packages:");
    for package in packages::needed(purpose) {
        if missing.contains(&distribution.name(package)) {
            println!("  {:26} {}", distribution.name(package), package.why);
        }
    }
    distribution.install(&missing)
}

/// Elsewhere the build tells what it does not find; this tells all of it at once, and goes on.
fn say_what_is_needed(purpose: Purpose) -> Result<()> {
    if cfg!(target_os = "linux") {
        println!("This distribution is not one that `setup` knows. If the build fails, install");
        println!("what corresponds to these (their names on Debian):");
        for package in packages::needed(purpose) {
            println!("  {:26} {}", package.debian, package.why);
        }
    } else if purpose == Purpose::Test {
        bail!("the tests in a real window run on Linux only; try `cargo xtask test --only rust`");
    } else if purpose == Purpose::Package {
        bail!("these packages are for Linux; see docs/releasing.md for other systems");
    } else if cfg!(target_os = "macos") {
        println!("Needed on macOS: `xcode-select --install` and `brew install cmake`.");
    } else if cfg!(windows) {
        println!(
            "Needed on Windows: the C++ workload of the Visual Studio Build Tools, CMake and NASM."
        );
    }
    Ok(())
}

/// Reads `/etc/os-release`.
fn recognise(os_release: &str) -> Option<Distribution> {
    let value = |key: &str| {
        os_release
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
            .map_or("", |value| value.trim_matches('"'))
    };
    value("ID").split(' ').chain(value("ID_LIKE").split(' ')).find_map(|id| match id {
        "debian" | "ubuntu" => Some(Distribution::Debian),
        "fedora" | "rhel" => Some(Distribution::Fedora),
        "arch" => Some(Distribution::Arch),
        _ => None,
    })
}

impl Distribution {
    fn name(self, package: &Package) -> &'static str {
        match self {
            Self::Debian => package.debian,
            Self::Fedora => package.fedora,
            Self::Arch => package.arch,
        }
    }

    /// Asks the package database once for all that it has.
    fn missing(self, purpose: Purpose) -> Result<Vec<&'static str>> {
        let mut missing: Vec<_> =
            packages::needed(purpose).map(|package| self.name(package)).collect();
        missing.retain(|name| !name.is_empty());
        missing.dedup();
        match self {
            Self::Debian => {
                let installed = installed_on_debian(&missing)?;
                missing.retain(|name| !installed.iter().any(|have| have == name));
            }
            Self::Fedora => missing.retain(|name| !has("rpm", &["-q", "--whatprovides", name])),
            Self::Arch => missing.retain(|name| !has("pacman", &["-Q", name])),
        }
        Ok(missing)
    }

    /// Never removes a package to make room: the sound server of the tests and the one of
    /// somebody's desktop may exclude each other.
    fn install(self, missing: &[&str]) -> Result<()> {
        if self == Self::Debian {
            // The lists of a bare machine are empty, and those of an old one name old versions.
            run_as_root(&["apt-get", "update", "-qq"])?;
        }
        let start: &[&str] = match self {
            Self::Debian => {
                &["apt-get", "install", "-y", "-qq", "--no-install-recommends", "--no-remove"]
            }
            Self::Fedora => &["dnf", "install", "-y", "--setopt=install_weak_deps=False"],
            Self::Arch => &["pacman", "-S", "--needed", "--noconfirm"],
        };
        run_as_root(&[start, missing].concat())
    }
}

fn installed_on_debian(names: &[&str]) -> Result<Vec<String>> {
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${db:Status-Status} ${binary:Package}\n"])
        .args(names)
        .output()
        .context("`dpkg-query` did not start")?;
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.strip_prefix("installed "))
        // `libdbus-1-dev:amd64`
        .map(|name| name.split(':').next().unwrap_or(name).to_owned())
        .collect())
}

fn has(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// As root, else through sudo when it can be asked, else the command to type.
fn run_as_root(line: &[&str]) -> Result<()> {
    let by_hand = format!("sudo {}", line.join(" "));
    let mut command = if is_root() {
        Command::new(line[0])
    } else if is_on_path("sudo") {
        let mut sudo = Command::new("sudo");
        if std::env::var_os("CI").is_some() {
            // Nobody is there to type a password.
            sudo.arg("--non-interactive");
        }
        sudo.arg(line[0]);
        sudo
    } else {
        bail!(
            "installing packages needs root; run this as root, then try again:\n  {}",
            line.join(" ")
        );
    };
    command.args(&line[1..]).env("DEBIAN_FRONTEND", "noninteractive");
    succeed(&mut command).with_context(|| {
        format!(
            "`{}` did not work; run it by hand, then try again:\n  {by_hand}",
            describe(&command)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distributions_and_their_children() {
        assert_eq!(recognise("NAME=\"Debian\"\nID=debian\n"), Some(Distribution::Debian));
        assert_eq!(
            recognise("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"),
            Some(Distribution::Debian)
        );
        assert_eq!(recognise("ID=\"fedora\"\n"), Some(Distribution::Fedora));
        assert_eq!(recognise("ID=endeavouros\nID_LIKE=arch\n"), Some(Distribution::Arch));
        assert_eq!(recognise("VERSION_ID=3\nID=alpine\n"), None);
    }

    #[test]
    fn running_needs_a_part_of_what_testing_needs() {
        let names = |purpose| packages::needed(purpose).map(|p| p.debian).collect::<Vec<_>>();
        let (run, test) = (names(Purpose::Run), names(Purpose::Test));
        assert!(run.contains(&"libwebkit2gtk-4.1-dev") && !run.contains(&"xvfb"));
        assert!(run.iter().all(|name| test.contains(name)) && test.contains(&"xvfb"));
    }
}
