//! Where our server answers otherwise than the real one was recorded to, and why that is right.

use std::fmt::Write;

use super::{REPLAYED, limits::LIMITS, live::LIVE, table::DIFFERENCES};

pub(super) struct Difference {
    file: &'static str,
    title: &'static str,
    what: &'static str,
    why: &'static str,
}

impl Difference {
    pub(super) fn covers(&self, file: &str, title: &str, what: &str) -> bool {
        (self.file, self.title, self.what) == (file, title, what)
    }

    pub(super) fn is_of(&self, files: &[&str]) -> bool {
        files.contains(&self.file)
    }
}

pub(super) const fn at(
    file: &'static str,
    title: &'static str,
    what: &'static str,
    why: &'static str,
) -> Difference {
    Difference { file, title, what, why }
}

/// docs/protocol-differences.md.
pub(super) fn page() -> String {
    let mut page = "# Where balados-server answers otherwise\n\n\
        Recorded requests to the real server are replayed against `balados-server` by\n\
        `crates/server/tests/server/replay`. Status, redirect, keys and types of values must be the same; errors of\n\
        the December state are compared with their newest shape (protocol.md, section 1.6). In the\n\
        recordings named below these are the only differences. Of the live connections (09, 13) those messages are\n\
        replayed that are answered one by one; `crates/server/tests/server/live` has bursts, silence and large\n\
        frames. The table is written from the test's own: `UPDATE_DOCS=1 cargo test -p balados-server\n\
        --test server replay`.\n\n"
        .to_owned();
    let mut replayed = [REPLAYED.as_slice(), &[LIMITS, LIVE]].concat();
    replayed.sort_unstable();
    writeln!(page, "Replayed: {}.\n", replayed.join(", ")).unwrap();
    page.push_str("| recording | request | ours | why |\n|---|---|---|---|\n");
    for it in DIFFERENCES {
        // Not HTML.
        let title = it.title.replace('<', "\\<");
        writeln!(page, "| {} | {title} | {} | {} |", it.file, it.what, it.why).unwrap();
    }
    page
}
