//! What stays when something fails inside: a report that the listener can give to whoever repairs it. It is never
//! sent by itself, and no address of a feed or a page is in it beyond the name of its server.

use std::{
    backtrace::Backtrace,
    fmt::Write as _,
    fs, io,
    panic::{self, PanicHookInfo},
    path::{Path, PathBuf},
    thread,
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use specta::Type;

/// Reports that are kept; the oldest goes first.
const KEPT: usize = 5;

/// Holds the name of the last report that the listener was told of.
const TOLD: &str = "told";

/// The newest report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CrashReport {
    pub path: String,
    /// The listener has not been told of it yet.
    pub is_new: bool,
}

/// The folder of reports.
#[derive(Debug, Clone)]
pub(crate) struct CrashReports(PathBuf);

/// From here on, whatever panics on any thread leaves a report in `crashes` of the data folder.
pub(crate) fn keep_reports(data_dir: &Path) -> CrashReports {
    let reports = CrashReports(data_dir.join("crashes"));
    let kept = reports.clone();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        usual(info);
        let stack = Backtrace::force_capture();
        let when = now();
        if let Err(error) = kept.keep(when, &describe(info, when, &stack)) {
            tracing::error!(%error, "The report of a crash could not be written");
        }
    }));
    reports
}

impl CrashReports {
    /// The newest report; asked again, it is no longer new.
    pub(crate) fn newest(&self) -> Option<CrashReport> {
        let name = self.names().pop()?;
        let told = fs::read_to_string(self.0.join(TOLD)).unwrap_or_default();
        let is_new = name > told;
        if is_new {
            // Told once more after the next start is better than not at all.
            let _ = fs::write(self.0.join(TOLD), &name);
        }
        Some(CrashReport { path: self.0.join(name).display().to_string(), is_new })
    }

    fn keep(&self, when: DateTime<Utc>, report: &str) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        let name = format!("crash-{}.txt", when.format("%Y%m%dT%H%M%S%3fZ"));
        fs::write(self.0.join(name), report)?;
        let names = self.names();
        for old in names.iter().take(names.len().saturating_sub(KEPT)) {
            fs::remove_file(self.0.join(old))?;
        }
        Ok(())
    }

    /// The oldest first: their names begin with the time.
    fn names(&self) -> Vec<String> {
        let Ok(folder) = fs::read_dir(&self.0) else { return Vec::new() };
        let mut names: Vec<String> = folder
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.starts_with("crash-"))
            .collect();
        names.sort();
        names
    }
}

fn describe(info: &PanicHookInfo<'_>, when: DateTime<Utc>, stack: &Backtrace) -> String {
    let said = info.payload_as_str().unwrap_or("nothing");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let mut report = format!("Balados {}\n", balados_backend::version());
    // Writing to a text cannot fail.
    let _ = write!(
        report,
        "System: {} {}\nWhen: {}\nThread: {}\nWhere: {place}\nWhat: {}\n\n{stack}",
        std::env::consts::OS,
        std::env::consts::ARCH,
        when.to_rfc3339_opts(SecondsFormat::Secs, true),
        thread::current().name().unwrap_or("without a name"),
        without_addresses(said),
    );
    report
}

/// Of each address only `scheme://server` stays: the rest may be a secret of the listener's.
fn without_addresses(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        kept.push_str(before);
        let ends = |c: char| c.is_whitespace() || "\"'`<>)".contains(c);
        let (address, behind) = after.split_at(after.find(ends).unwrap_or(after.len()));
        let server = address.split(['/', '?', '#']).next().unwrap_or_default();
        let server = server.rsplit('@').next().unwrap_or_default();
        kept.push_str(server);
        if server.len() < address.len() {
            kept.push_str("/…");
        }
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

#[allow(
    clippy::disallowed_methods,
    reason = "a crash happens outside of every clock that is handed on"
)]
fn now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_report_is_news_once_and_the_last_five_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let reports = CrashReports(dir.path().join("crashes"));
        assert_eq!(reports.newest(), None);
        for second in 0..8 {
            reports.keep(at(second), "report").unwrap();
        }
        assert_eq!(reports.names().len(), KEPT);
        let newest = reports.newest().unwrap();
        assert!(
            newest.is_new && newest.path.ends_with("crash-20270115T080007000Z.txt"),
            "{newest:?}"
        );
        assert!(!reports.newest().unwrap().is_new);
        reports.keep(at(9), "report").unwrap();
        assert!(reports.newest().unwrap().is_new);
    }

    #[test]
    fn a_thread_that_fails_leaves_a_report_that_says_where() {
        let dir = tempfile::tempdir().unwrap();
        let reports = keep_reports(dir.path());
        let failing = thread::Builder::new().name("decoder".to_owned());
        let failed = failing.spawn(|| panic!("no answer from https://ada:pw@pods.example/f?key=1"));
        assert!(failed.unwrap().join().is_err());
        let report = fs::read_to_string(reports.newest().unwrap().path).unwrap();
        // Paths are those of the system that built it.
        let report = report.replace('\\', "/");
        assert!(report.contains("Thread: decoder\nWhere: src-tauri/src/crash.rs:"), "{report}");
        assert!(report.contains("What: no answer from https://pods.example/…\n"), "{report}");
    }

    #[test]
    fn of_an_address_only_the_server_stays() {
        for (said, kept) in [
            ("nothing to hide: a/b?c=d", "nothing to hide: a/b?c=d"),
            ("(https://a.example/secret/feed.xml)", "(https://a.example/…)"),
            ("https://u:p@a.example", "https://a.example/…"),
            (
                "\"http://[::1]:8080?token=x\" and feed://b.example",
                "\"http://[::1]:8080/…\" and feed://b.example",
            ),
            ("://", "://"),
        ] {
            assert_eq!(without_addresses(said), kept);
        }
    }
}
