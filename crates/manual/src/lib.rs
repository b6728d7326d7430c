//! The manual pages of a program and the completions that shells offer for it, made from its own
//! arguments, so that they say what the program does.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::{fs, io, path::Path};

use clap::Command;
use clap_complete::{Shell, generate_to};

/// Whose completions are written.
const SHELLS: [Shell; 3] = [Shell::Bash, Shell::Zsh, Shell::Fish];

/// Writes `PROGRAM.1` and a page for each command below it, `PROGRAM.bash`, `_PROGRAM` (zsh) and
/// `PROGRAM.fish` into `folder`, which is made when it is missing.
pub fn write(mut program: Command, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let name = program.get_name().to_owned();
    for shell in SHELLS {
        generate_to(shell, &mut program, &name, folder)?;
    }
    clap_mangen::generate_to(program, folder)
}

#[cfg(test)]
mod tests {
    use clap::Arg;

    use super::*;

    #[test]
    fn every_command_has_a_page_and_every_shell_its_completions() {
        let folder = tempfile::tempdir().unwrap();
        let program = Command::new("pod")
            .subcommand(Command::new("add").about("Subscribe to a feed").arg(Arg::new("address")))
            .subcommand(Command::new("secret").hide(true));
        write(program, folder.path()).unwrap();
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["_pod", "pod-add.1", "pod.1", "pod.bash", "pod.fish"]);
        let page = fs::read_to_string(folder.path().join("pod-add.1")).unwrap();
        assert!(page.contains("Subscribe to a feed"), "{page}");
    }
}
