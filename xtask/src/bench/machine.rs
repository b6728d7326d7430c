//! A number without its machine says nothing.

use std::{fs, process::Command, thread};

use serde_json::{Value, json};

pub(crate) fn describe() -> Value {
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    json!({
        "cpu": field(&read("/proc/cpuinfo"), "model name"),
        "cores": thread::available_parallelism().map_or(0, usize::from),
        "memory": field(&read("/proc/meminfo"), "MemTotal"),
        "kernel": read("/proc/sys/kernel/osrelease").trim(),
        "rustc": rustc_version(),
    })
}

/// The value of the first `name : value`.
fn field(text: &str, name: &str) -> String {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default()
}

fn rustc_version() -> String {
    let output = Command::new("rustc").arg("--version").output();
    output.map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_proc() {
        let text = "processor\t: 0\nmodel name\t: Example 3000\nmodel name\t: Other\n";
        assert_eq!(field(text, "model name"), "Example 3000");
        assert_eq!(field(text, "MemTotal"), "");
    }
}
