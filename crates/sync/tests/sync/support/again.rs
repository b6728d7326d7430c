//! What a process knows from its environment can only be told to another one.

use std::process::Command;

/// Set in that other process.
const AGAIN: &str = "BALADOS_TEST_AGAIN";

/// Runs a test once more, in a process with this environment. False in that process: there it goes on.
pub(crate) fn runs_again_with(test: &str, environment: &[(&str, &str)]) -> bool {
    if std::env::var_os(AGAIN).is_some() {
        return false;
    }
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", test, "--nocapture"]).env(AGAIN, "1");
    let output = again.envs(environment.iter().copied()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{wrong}");
    true
}
