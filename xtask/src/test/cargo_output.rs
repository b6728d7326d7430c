//! Runs `cargo test`, shows what it says, and counts.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use super::tally::Tally;
use crate::project::describe;

pub(crate) fn run(command: &mut Command) -> Result<Tally> {
    run_and_show(command, &mut std::io::stdout())
}

fn run_and_show(command: &mut Command, shown: &mut impl Write) -> Result<Tally> {
    let name = describe(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{name}` did not start"))?;
    let stdout = child.stdout.take().context("its output is piped")?;
    let mut count = Count::default();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line?;
        shown.write_all(&line)?;
        shown.write_all(b"\n")?;
        count.read(&String::from_utf8_lossy(&line));
    }
    let status = child.wait()?;
    Ok(count.tally().ended(status.success()))
}

/// What the test programs have said so far.
#[derive(Default)]
struct Count {
    tally: Tally,
    started: u64,
    ended: u64,
}

impl Count {
    fn read(&mut self, line: &str) {
        if is_start(line) {
            self.started += 1;
        } else if let Some(result) = read_result(line) {
            self.ended += 1;
            self.tally += result;
        }
    }

    /// A program that started and never gave its result has crashed: one failure each.
    fn tally(&self) -> Tally {
        let mut tally = self.tally;
        tally.failed += self.started.saturating_sub(self.ended);
        tally
    }
}

/// `running 12 tests`
fn is_start(line: &str) -> bool {
    line.strip_prefix("running ")
        .and_then(|rest| rest.strip_suffix(" tests").or_else(|| rest.strip_suffix(" test")))
        .is_some_and(|count| count.parse::<u64>().is_ok())
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; …`
fn read_result(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let count = |word: &str| {
        counts.split("; ").find_map(|part| part.strip_suffix(word)?.trim_end().parse::<u64>().ok())
    };
    Some(Tally { passed: count("passed")?, failed: count("failed")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(output: &str) -> Tally {
        let mut count = Count::default();
        output.lines().for_each(|line| count.read(line));
        count.tally()
    }

    #[test]
    fn several_programs_are_summed() {
        let output = "\nrunning 2 tests\ntest a ... ok\ntest b ... FAILED\n\n\
            test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s\n\
            \nrunning 1 test\ntest c ... ok\n\n\
            test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(count(output), Tally { passed: 2, failed: 1 });
    }

    #[test]
    fn a_crashed_program_is_a_failure() {
        let output = "running 3 tests\ntest a ... ok\nrunning 1 test\n\
            test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(count(output), Tally { passed: 1, failed: 1 });
    }

    #[test]
    fn what_tests_print_is_not_counted() {
        assert_eq!(
            count("  test result: ok. 9 passed; 0 failed\nrunning late\n"),
            Tally::default()
        );
    }

    #[test]
    fn a_real_command_is_counted_and_its_end_believed() {
        let script =
            "echo 'running 1 test'; echo 'test result: ok. 1 passed; 0 failed; 0 ignored'; exit ";
        let run = |code: &str| {
            let mut shown = Vec::new();
            let mut shell = Command::new("sh");
            let tally = run_and_show(shell.args(["-c", &format!("{script}{code}")]), &mut shown);
            assert!(shown.starts_with(b"running 1 test\n"), "it is shown as it comes");
            tally.unwrap()
        };
        assert_eq!(run("0"), Tally { passed: 1, failed: 0 });
        assert_eq!(run("101"), Tally { passed: 1, failed: 1 });
    }
}
