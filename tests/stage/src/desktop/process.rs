//! The app as the system sees it.

use std::{fs, path::Path, time::Duration};

use rustix::process::{Pid, Signal, kill_process};

/// A running process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Process(Pid);

/// What a process takes of the machine's memory, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Its fair part of what it shares, and all of its own.
    pub proportional: u64,
    pub private: u64,
}

impl Process {
    /// The processes of `binary` that were started with `variable=value`.
    pub fn find(binary: &Path, variable: &str, value: &Path) -> Vec<Self> {
        let wanted = format!("{variable}={}", value.display());
        let has_it = |process: &Self| {
            let environment = process.read("environ");
            environment.split(|byte| *byte == 0).any(|entry| entry == wanted.as_bytes())
        };
        all().filter(|process| process.runs(binary) && has_it(process)).collect()
    }

    pub fn of(id: u32) -> Option<Self> {
        i32::try_from(id).ok().and_then(Pid::from_raw).map(Self)
    }

    pub fn id(self) -> u32 {
        self.0.as_raw_nonzero().get().unsigned_abs()
    }

    pub fn kill(self) {
        let _ = kill_process(self.0, Signal::KILL);
    }

    /// Asks it to end.
    pub fn terminate(self) {
        let _ = kill_process(self.0, Signal::TERM);
    }

    /// A process that has ended and is only waited for counts as gone.
    pub fn is_running(self) -> bool {
        self.stat(0).is_some_and(|state| state != "Z")
    }

    /// The name of its program, cut by the system at 15 bytes.
    pub fn name(self) -> String {
        String::from_utf8_lossy(&self.read("comm")).trim().to_owned()
    }

    /// What it was started with, its program included.
    pub fn arguments(self) -> Vec<String> {
        let line = String::from_utf8_lossy(&self.read("cmdline")).into_owned();
        line.split_terminator('\0').map(str::to_owned).collect()
    }

    /// The files and sockets that it has open.
    pub fn open_files(self) -> usize {
        fs::read_dir(self.path("fd")).map_or(0, Iterator::count)
    }

    /// Whether a library of this name is in its memory.
    pub fn has_loaded(self, library: &str) -> bool {
        String::from_utf8_lossy(&self.read("maps")).lines().any(|line| line.contains(library))
    }

    /// The names of its threads.
    pub fn threads(self) -> Vec<String> {
        let threads = fs::read_dir(self.path("task")).into_iter().flatten().flatten();
        threads.filter_map(|it| fs::read_to_string(it.path().join("comm")).ok()).collect()
    }

    /// The processes that it started.
    pub fn children(self) -> Vec<Self> {
        let own = self.0.as_raw_nonzero().to_string();
        all().filter(|process| process.stat(1).is_some_and(|parent| parent == own)).collect()
    }

    /// Time of processors used since its start; the system counts in hundredths of a second.
    pub fn cpu_time(self) -> Duration {
        let ticks =
            |field| self.stat(field).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
        Duration::from_millis((ticks(11) + ticks(12)) * 10)
    }

    /// How long ago it started, to a hundredth of a second.
    pub fn age(self) -> Option<Duration> {
        let started: f64 = self.stat(19)?.parse().ok()?;
        let up: f64 = fs::read_to_string("/proc/uptime").ok()?.split(' ').next()?.parse().ok()?;
        Duration::try_from_secs_f64(up - started / 100.0).ok()
    }

    pub fn memory(self) -> Option<Memory> {
        let rollup = String::from_utf8(self.read("smaps_rollup")).ok()?;
        let bytes = |field: &str| {
            let line =
                rollup.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
            line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilo| kilo * 1024)
        };
        let private = bytes("Private_Clean")? + bytes("Private_Dirty")?;
        Some(Memory { proportional: bytes("Pss")?, private })
    }

    fn runs(self, binary: &Path) -> bool {
        fs::read_link(self.path("exe")).is_ok_and(|exe| exe == binary)
    }

    fn path(self, file: &str) -> String {
        format!("/proc/{}/{file}", self.0.as_raw_nonzero())
    }

    fn read(self, file: &str) -> Vec<u8> {
        fs::read(self.path(file)).unwrap_or_default()
    }

    /// A field of `stat`, counted from the state, which follows the name in brackets.
    fn stat(self, field: usize) -> Option<String> {
        let stat = String::from_utf8_lossy(&self.read("stat")).into_owned();
        stat.rsplit_once(") ")?.1.split(' ').nth(field).map(str::to_owned)
    }
}

fn all() -> impl Iterator<Item = Process> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok().and_then(Process::of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_child_is_found_measured_and_killed() {
        let mut child = Command::new("sleep").arg("60").env("STAGE_TEST", "/here").spawn().unwrap();
        let process = Process::of(child.id()).unwrap();
        let sleeps = || {
            let binary = fs::read_link(process.path("exe")).unwrap();
            Process::find(&binary, "STAGE_TEST", Path::new("/here"))
        };
        // Until it has become `sleep`, it is still a copy of this process.
        let deadline = std::time::Instant::now() + crate::PATIENCE;
        while sleeps() != [process] {
            assert!(std::time::Instant::now() < deadline, "the child is not found");
            std::thread::yield_now();
        }
        assert_eq!(process.name(), "sleep");
        assert!(Process::of(std::process::id()).unwrap().children().contains(&process));
        assert!(process.memory().unwrap().proportional > 0);
        assert!(process.age().unwrap() < Duration::from_mins(1));
        process.kill();
        child.wait().unwrap();
        assert!(!process.is_running());
    }
}
