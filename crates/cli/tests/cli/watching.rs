//! `balados sync --watch`, read by a script.

use std::{
    io::{BufRead, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::Value;
use url::Url;

use crate::{
    browser::Browser,
    syncing::{server, sign_in},
    terminal::{Terminal, publisher},
};

/// A terminal that watches, and what it has said.
struct Watcher {
    child: Child,
    lines: Option<Lines<BufReader<ChildStdout>>>,
}

impl Watcher {
    fn start(terminal: &Terminal) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_balados"));
        command.args(["sync", "--watch", "--json", "--data"]).arg(terminal.path("data"));
        let mut child =
            command.env("BALADOS_SECRETS", "file").stdout(Stdio::piped()).spawn().unwrap();
        let lines = Some(BufReader::new(child.stdout.take().unwrap()).lines());
        Self { child, lines }
    }

    /// The next line that says this, off the async threads: the server answers meanwhile.
    async fn hears(&mut self, kind: &'static str) -> Value {
        let mut lines = self.lines.take().unwrap();
        let heard = tokio::task::spawn_blocking(move || {
            let mut said = lines.by_ref().map(|line| serde_json::from_str(&line.unwrap()).unwrap());
            let found = said.find(|line: &Value| line["what"]["kind"] == kind);
            (found, lines)
        });
        let (found, lines) = heard.await.unwrap();
        self.lines = Some(lines);
        found.unwrap_or_else(|| panic!("it ends before it says {kind}"))
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_watches_is_told_what_comes_and_what_stands_in_the_way() {
    let data = tempfile::tempdir().unwrap();
    let server = server(data.path()).await;
    let base = Url::parse(&format!("http://{}", server.address())).unwrap();
    let browser = Browser::new(&base);
    browser.sign_up("/setup", "ada").await;
    let (desk, phone) = (Terminal::new(), Terminal::new());
    sign_in(&desk, &base, &browser, &["--here"]).await;
    sign_in(&phone, &base, &browser, &["--here"]).await;
    let status = desk.json(&["status"]).await;
    assert_eq!(status["server"], base.authority(), "{status}");
    assert!(status["lastExchangeMs"].is_i64(), "{status}");

    let mut watcher = Watcher::start(&phone);
    watcher.hears("live").await;
    let (_publisher, feed) = publisher().await;
    desk.text(&["add", &feed]).await;
    desk.text(&["sync"]).await;
    let moved = watcher.hears("moved").await;
    assert!(moved["what"]["received"].as_i64().unwrap() >= 1, "{moved}");
    server.stop().await;
    let troubled = watcher.hears("troubled").await;
    assert!(troubled["what"]["error"]["code"].is_string(), "{troubled}");
}
