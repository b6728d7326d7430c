//! What was said over live connections, one message at a time.
//!
//! Absent on purpose: bursts, silence and large frames, which the tests of live connections have (`tests/server/live`).

use std::{fs, path::Path};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::{recording::corpus, settle, shape::compare, unlisted_of};
use crate::support::{Device, Live, on_both};

pub(super) const LIVE: &str = "09-websocket-live.txt";
const SECTIONS: [&str; 2] = ["unauthenticated messages", "authenticated"];

/// The messages under a heading, each with what it was answered.
fn said(folder: &Path, heading: &str) -> Vec<(String, Value)> {
    let text = fs::read_to_string(folder.join(LIVE)).unwrap();
    let section = text.split("\n### ").find_map(|it| it.strip_prefix(heading)?.strip_prefix('\n'));
    let mut lines = section.unwrap().lines().peekable();
    let mut all = Vec::new();
    while let Some(line) = lines.next() {
        let answer = lines.peek().and_then(|it| it.strip_prefix("< "));
        if let (Some(said), Some(answer)) = (line.strip_prefix("> "), answer) {
            all.push((said.to_owned(), serde_json::from_str(answer).unwrap()));
        }
    }
    // The first is the upgrade with the greeting, which `Live::open` looks at.
    all.split_off(1)
}

fn message(said: &str, device: &Device) -> Message {
    match said {
        r"b'\x00\x01'" => Message::binary(vec![0, 1]),
        text => Message::text(text.replace("<jwt>", &device.token())),
    }
}

fn differences(theirs: &Value, ours: &Value) -> Vec<String> {
    let mut all = Vec::new();
    compare("", theirs, ours, &mut all);
    let code = |it: &Value| it["error"]["code"].as_str().map(str::to_owned);
    if all.is_empty() && code(theirs) != code(ours) {
        all.push(format!("{:?} instead of {:?}", code(ours), code(theirs)));
    }
    all
}

on_both! {
    async fn live_messages_are_answered_as_the_real_server_did(home: Home) {
        let Some(corpus) = corpus() else { return };
        let device = home.device(&home.listener("ada").await, "recorded").await;
        let (mut unlisted, mut used) = (Vec::new(), Vec::new());
        for heading in SECTIONS {
            let mut live = Live::open(&home.base).await;
            for (said, theirs) in said(&corpus, heading) {
                live.send(message(&said, &device)).await;
                let ours = live.hear().await;
                let (more, entries) = unlisted_of(LIVE, &said, differences(&theirs, &ours));
                unlisted.extend(more);
                used.extend(entries);
                if ours["data"]["user_id"].is_string() && heading == SECTIONS[0] {
                    // Let in with a token that the real server would have with scopes in it: what follows there
                    // is about those.
                    break;
                }
                if said.contains("subscribe") {
                    assert_eq!(live.hear().await["type"], json!("changes"));
                }
            }
        }
        settle(&[LIVE], &unlisted, &used.into_iter().collect());
    }
}
