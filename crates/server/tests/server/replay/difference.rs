//! Where our server answers otherwise than the real one was recorded to, and why that is right.

use std::fmt::Write;

use super::{PARTLY_REPLAYED, REPLAYED};

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
}

const SET_UP: &str = "01-setup-register-authorize.txt";
const PLAY: &str = "05-subscriptions-and-play.txt";
const PUBLIC: &str = "08-public.txt";
const WHICH: &str =
    "Says which failure it was, so that an app can tell a dead feed from a slow one";
const WHEN: &str = "Says when it makes sense to ask again";

pub(super) const DIFFERENCES: [Difference; 10] = [
    Difference {
        file: SET_UP,
        title: "root after setup",
        what: "302 instead of 200",
        why: "There is no page of its own at `/`: whoever is logged in is sent to the dashboard, which has all of it",
    },
    Difference {
        file: SET_UP,
        title: "authorize page: garbage token",
        what: "location None instead of Some(\"/\")",
        why: "No browser follows a `Location` that comes with 400; the page says in words what was wrong",
    },
    Difference {
        file: PLAY,
        title: "metadata of the feed (server would fetch it: no network)",
        what: ".code is added",
        why: WHICH,
    },
    Difference {
        file: PLAY,
        title: "metadata of the feed (server would fetch it: no network)",
        what: ".retry_after_seconds is added",
        why: WHEN,
    },
    Difference {
        file: PLAY,
        title: "metadata: loopback feed (SSRF filter)",
        what: ".code is added",
        why: WHICH,
    },
    Difference {
        file: PLAY,
        title: "metadata: loopback feed (SSRF filter)",
        what: ".retry_after_seconds is added",
        why: WHEN,
    },
    Difference {
        file: PUBLIC,
        title: "rss proxy (no network)",
        what: ".code is added",
        why: WHICH,
    },
    Difference {
        file: PUBLIC,
        title: "rss proxy (no network)",
        what: ".retry_after_seconds is added",
        why: WHEN,
    },
    Difference { file: PUBLIC, title: "rss proxy accept json", what: ".code is added", why: WHICH },
    Difference {
        file: PUBLIC,
        title: "rss proxy accept json",
        what: ".retry_after_seconds is added",
        why: WHEN,
    },
];

/// docs/protocol-differences.md.
pub(super) fn page() -> String {
    let mut page = "# Where balados-server answers otherwise\n\n\
        Recorded requests to the real server are replayed against `balados-server` by\n\
        `crates/server/tests/server/replay`. Status, redirect, keys and types of values must be the same; errors of\n\
        the December state are compared with their newest shape (protocol.md, section 1.6). In the\n\
        recordings named below these are the only differences; the others are replayed once the server has all of\n\
        their endpoints. The table is written from the test's own: `UPDATE_DOCS=1 cargo test -p balados-server\n\
        --test server replay`.\n\n"
        .to_owned();
    writeln!(page, "Replayed: {}.\n", REPLAYED.join(", ")).unwrap();
    let partly = PARTLY_REPLAYED.map(|(file, titles)| format!("{file} ({titles})"));
    writeln!(page, "In part: {}.\n", partly.join(", ")).unwrap();
    page.push_str("| recording | request | ours | why |\n|---|---|---|---|\n");
    for it in &DIFFERENCES {
        writeln!(page, "| {} | {} | {} | {} |", it.file, it.title, it.what, it.why).unwrap();
    }
    page
}
