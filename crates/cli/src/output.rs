//! Text for people or JSON for scripts, on standard output; failures on standard error.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use crate::failure::Failure;

pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Shows a result: as JSON, or as the text that `human` makes.
    pub(crate) fn show<T: Serialize>(&self, value: &T, human: impl FnOnce(&T) -> String) {
        let text = if self.json {
            serde_json::to_string_pretty(value).unwrap_or_default()
        } else {
            human(value)
        };
        // A reader that has had enough (`| head`) is no failure.
        let _ = writeln!(io::stdout(), "{text}");
    }

    /// One of many results, as it comes: a line of JSON, or of the text that `human` makes.
    pub(crate) fn line<T: Serialize>(&self, value: &T, human: impl FnOnce(&T) -> String) {
        let text =
            if self.json { serde_json::to_string(value).unwrap_or_default() } else { human(value) };
        let _ = writeln!(io::stdout(), "{text}");
    }

    /// A line that replaces itself, for someone who watches.
    pub(crate) fn tick(&self, line: &str) {
        if !self.json && io::stderr().is_terminal() {
            let _ = write!(io::stderr(), "\r{line}\u{1b}[K");
        }
    }

    pub(crate) fn end_ticks(&self) {
        if !self.json && io::stderr().is_terminal() {
            let _ = writeln!(io::stderr());
        }
    }

    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        let text = if self.json { failure.to_json().to_string() } else { failure.to_string() };
        let _ = writeln!(io::stderr(), "{text}");
        ExitCode::from(failure.exit_code())
    }
}

/// A table without lines, cut to the terminal's width.
pub(crate) fn table(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header);
    table.add_rows(rows);
    table.to_string()
}
