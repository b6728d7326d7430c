//! Two terminals and a server.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
};

use balados_server::{
    Server,
    config::{Limits, Registration},
};
use url::Url;

use crate::{
    browser::Browser,
    terminal::{Terminal, publisher},
};

pub(crate) async fn server(data: &Path) -> Server {
    let listen = "127.0.0.1:0".parse().unwrap();
    server_with(data, listen, Limits { rate_factor: 0, ..Limits::default() }).await
}

async fn server_with(data: &Path, listen: SocketAddr, limits: Limits) -> Server {
    let config = balados_server::Config {
        registration: Registration::Open,
        limits,
        ..balados_server::Config::new(data.to_owned(), listen, "http://127.0.0.1".parse().unwrap())
    };
    Server::start(config).await.unwrap()
}

/// `balados account add`, with somebody at the browser.
pub(crate) async fn sign_in(terminal: &Terminal, server: &Url, browser: &Browser, more: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_balados"));
    command.args(["account", "add", server.as_str(), "--yes"]).args(more).arg("--data");
    command.arg(terminal.path("data")).env("BALADOS_SECRETS", "file");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let said = tokio::task::spawn_blocking(move || {
        let page = lines.find_map(|line| line.unwrap().trim().parse::<Url>().ok());
        (page, lines)
    });
    let (page, lines) = said.await.unwrap();
    let page = page.unwrap_or_else(|| panic!("no page to open"));
    browser.decide(&page, "approve").await;
    let done = tokio::task::spawn_blocking(move || {
        let rest: Vec<String> = lines.map_while(Result::ok).collect();
        (child.wait_with_output().unwrap(), rest)
    });
    let (output, rest) = done.await.unwrap();
    assert!(output.status.success(), "{output:?} {rest:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("in step"), "{text}");
}

/// The first podcast of the server's list, once there is one: it keeps an answer for some seconds.
async fn popular(terminal: &Terminal) -> serde_json::Value {
    for _ in 0..60 {
        let found = terminal.json(&["discover"]).await;
        if let Some(first) = found["podcasts"].get(0) {
            return first.clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    panic!("nothing becomes popular")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_terminals_are_brought_together() {
    let data = tempfile::tempdir().unwrap();
    let server = server(data.path()).await;
    let base = Url::parse(&format!("http://{}", server.address())).unwrap();
    let browser = Browser::new(&base);
    browser.sign_up("/setup", "ada").await;
    let (desk, phone) = (Terminal::new(), Terminal::new());
    let (_publisher, feed) = publisher().await;
    desk.text(&["add", &feed]).await;
    assert!(desk.text(&["account", "show"]).await.contains("This computer only"));
    let (code, error) = desk.failure(&["sync"]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"sync-off".into()));
    let (code, error) = desk.failure(&["discover"]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"sync-off".into()));

    sign_in(&desk, &base, &browser, &["--here"]).await;
    sign_in(&phone, &base, &browser, &["--here"]).await;
    let listed = phone.json(&["list"]).await;
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    phone.text(&["refresh"]).await;
    assert_eq!(phone.json(&["list"]).await[0]["title"], "Émission");

    let found = popular(&desk).await;
    assert_eq!((&found["subscribed"], &found["feedUrl"]), (&true.into(), &feed.into()));
    assert!(desk.text(&["discover"]).await.contains("subscribed"));

    let view = phone.json(&["account", "show"]).await;
    assert_eq!((&view["state"]["kind"], &view["waiting"]), (&"off".into(), &0.into()));
    phone.text(&["sync"]).await;
    assert!(phone.text(&["account", "disconnect"]).await.contains("This computer only"));
    assert_eq!(phone.json(&["list"]).await.as_array().unwrap().len(), 1, "everything stays");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_here_and_who_sees_the_rest() {
    let terminal = Terminal::new();
    let (_publisher, feed) = publisher().await;
    terminal.text(&["add", &feed]).await;
    assert!(terminal.text(&["privacy", "show"]).await.contains("Everything       public"));
    let view = terminal.json(&["privacy", "set", "private", "1"]).await;
    assert_eq!(view["shows"][0]["level"], "private");
    let view = terminal.json(&["privacy", "anonymous", "on"]).await;
    assert_eq!((&view["anonymous"], &view["everything"]), (&true.into(), &"anonymous".into()));
    let view = terminal.json(&["privacy", "keep", "1"]).await;
    assert_eq!(view["keptHere"][0]["title"], "Émission");
    assert_eq!(terminal.json(&["list"]).await[0]["sharing"], "keptHere");
    assert_eq!(terminal.json(&["privacy", "share", "1"]).await["keptHere"], serde_json::json!([]));
    let (code, error) = terminal.failure(&["privacy", "keep", "9"]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"not-found".into()));
    assert!(terminal.text(&["device", "list"]).await.contains("No devices yet"));
    let (_, error) = terminal.failure(&["device", "rename", "Study"]).await;
    assert_eq!(error["error"]["code"], "sync-off");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_did_not_take_is_named_and_sent_once_more() {
    let data = tempfile::tempdir().unwrap();
    let limits = Limits { rate_factor: 0, ..Limits::default() };
    let full = Limits { records: 1, ..limits.clone() };
    let home = server_with(data.path(), "127.0.0.1:0".parse().unwrap(), full).await;
    let address = home.address();
    let base = Url::parse(&format!("http://{address}")).unwrap();
    let browser = Browser::new(&base);
    browser.sign_up("/setup", "ada").await;
    let terminal = Terminal::new();
    sign_in(&terminal, &base, &browser, &["--here"]).await;
    let (_publisher, feed) = publisher().await;
    terminal.text(&["add", &feed]).await;
    terminal.text(&["sync"]).await;
    assert_eq!(terminal.json(&["status"]).await["changesRefused"], 1);
    let changes = terminal.text(&["changes"]).await;
    assert!(changes.contains("Émission") && changes.contains("change-quota-exceeded"), "{changes}");

    home.stop().await;
    let home = server_with(data.path(), address, limits).await;
    terminal.text(&["sync", "--retry"]).await;
    assert!(terminal.text(&["changes"]).await.contains("Nothing waits."));
    home.stop().await;
}
