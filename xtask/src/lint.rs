//! `cargo xtask lint`: what CI refuses besides failing tests. Every check runs, whatever the others say.

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode},
};

use anyhow::{Context, Result};

use crate::{
    package,
    project::{Project, describe, is_on_path},
    setup::{self, Purpose},
    ui,
};

/// What came of a check.
enum Outcome {
    Clean,
    Failed,
    /// Why it cannot be done here.
    Skipped(&'static str),
}

pub(crate) fn run(project: &Project) -> Result<ExitCode> {
    setup::prepare(project, Purpose::Lint)?;
    // Clippy compiles the desktop crate, which embeds the built UI.
    ui::build(project)?;
    let deny = setup::cargo_deny(project)?;
    let manifest = project.root().join("Cargo.toml");
    let checks = [
        ("format", pass_or_fail(&mut project.cargo(&["fmt", "--all", "--check"]))?),
        ("clippy", pass_or_fail(&mut clippy(project))?),
        ("ui", pass_or_fail(&mut project.npm(&["run", "lint"]))?),
        ("workflows", pass_or_fail(&mut workflows(project)?)?),
        ("flatpak", pass_or_fail(&mut flatpak(project)?)?),
        ("desktop entry", unless_missing(&mut package::desktop_entry(project))?),
        ("metainfo", unless_missing(&mut package::metainfo(project))?),
        (
            "crates",
            pass_or_fail(&mut cargo_deny(&deny, &manifest, &["licenses", "bans", "sources"]))?,
        ),
        (
            "crate advisories",
            unless_unreachable(&mut cargo_deny(&deny, &manifest, &["advisories"]))?,
        ),
        ("npm advisories", unless_unreachable(&mut npm_audit(project))?),
    ];
    println!();
    for (name, outcome) in &checks {
        let said = match outcome {
            Outcome::Clean => "clean",
            Outcome::Failed => "FAILED",
            Outcome::Skipped(why) => &format!("skipped: {why}"),
        };
        println!("lint: {name}: {said}");
    }
    let failed = checks.iter().any(|(_, outcome)| matches!(outcome, Outcome::Failed));
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// With what only some builds have; the tests compile the others.
fn clippy(project: &Project) -> Command {
    let all = ["clippy", "--workspace", "--all-targets", "--features", "balados-desktop/updater"];
    let mut command = project.cargo(&all);
    command.args(["--quiet", "--", "-D", "warnings"]);
    command
}

fn cargo_deny(program: &Path, manifest: &Path, checks: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.arg("--manifest-path").arg(manifest).args(["--all-features", "check"]).args(checks);
    command
}

/// CI runs elsewhere: a slip in its workflows would only be seen there.
fn workflows(project: &Project) -> Result<Command> {
    let mut command = project.command(setup::check_jsonschema(project)?);
    command.args(["--builtin-schema", "vendor.github-workflows"]);
    for entry in fs::read_dir(project.root().join(".github/workflows"))? {
        command.arg(entry?.path());
    }
    Ok(command)
}

/// A Flatpak is built elsewhere too.
fn flatpak(project: &Project) -> Result<Command> {
    let mut command = project.command(setup::check_jsonschema(project)?);
    command.args(["--schemafile", "packaging/flatpak/schema.json"]);
    command.arg("packaging/flatpak/org.balados.desktop.yml");
    Ok(command)
}

fn npm_audit(project: &Project) -> Command {
    project.npm(&["audit", "--audit-level=moderate"])
}

fn pass_or_fail(command: &mut Command) -> Result<Outcome> {
    println!("\n$ {}", describe(command));
    let status = command.status().with_context(|| describe(command))?;
    Ok(if status.success() { Outcome::Clean } else { Outcome::Failed })
}

/// The tools for desktop files are those of a Linux desktop.
fn unless_missing(command: &mut Command) -> Result<Outcome> {
    if is_on_path(&command.get_program().to_string_lossy()) {
        pass_or_fail(command)
    } else {
        Ok(Outcome::Skipped("its tool is not on this system"))
    }
}

/// A database of vulnerabilities that cannot be fetched says nothing about the project.
fn unless_unreachable(command: &mut Command) -> Result<Outcome> {
    println!("\n$ {}", describe(command));
    let output = command.output().with_context(|| describe(command))?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    if output.status.success() {
        return Ok(Outcome::Clean);
    }
    if is_unreachable(&said) {
        return Ok(Outcome::Skipped("its server cannot be reached"));
    }
    println!("{said}");
    Ok(Outcome::Failed)
}

fn is_unreachable(said: &str) -> bool {
    const SIGNS: [&str; 2] =
        ["failed to fetch advisory database", "audit endpoint returned an error"];
    SIGNS.iter().any(|sign| said.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreachable_database_is_not_a_finding() {
        assert!(is_unreachable("[ERROR] failed to fetch advisory database https://example.org/db"));
        assert!(!is_unreachable("error[vulnerability]: Use after free"));
        assert!(!is_unreachable("2 high severity vulnerabilities"));
    }
}
