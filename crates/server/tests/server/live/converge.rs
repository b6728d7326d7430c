//! Several devices push whatever they like, lose their connections at any moment, and end up alike.

use std::collections::BTreeMap;

use balados_protocol::Record;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{FEED, T0};
use crate::support::{Device, Live, on_both};

/// One thing that a device does.
#[derive(Debug, Clone)]
enum Act {
    Push(Vec<Value>),
    /// Pushes and goes away without waiting for the answer; sends the same again later.
    PushAndVanish(Vec<Value>),
    Vanish,
    Listen,
}

fn record() -> impl Strategy<Value = Value> {
    let item = (0_u8..6)
        .prop_map(|n| format!("YSxi{}", ["AA", "AQ", "Ag", "Aw", "BA", "BQ"][usize::from(n)]));
    prop_oneof![
        (item, 0_u32..2, any::<bool>(), 0_i64..9, 0_i64..9).prop_map(|(item, generation, played, position, at)| json!({
            "kind": "listening", "feed": FEED, "item": item, "generation": generation, "played": played,
            "position_ms": position * 1_000, "at": T0 + at})),
        (0_i64..9, 0_i64..9).prop_map(|(on, off)| json!({"kind": "subscription", "feed": FEED,
            "subscribed_at": T0 + on, "unsubscribed_at": T0 + off})),
        (0_u8..4, 0_i64..9, 0_u8..9).prop_map(|(key, at, value)| json!({"kind": "setting", "key": format!("key.{key}"),
            "value": {"value": value.to_string(), "at": T0 + at}})),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let records = || prop::collection::vec(record(), 1..4);
    prop_oneof![
        4 => records().prop_map(Act::Push),
        1 => records().prop_map(Act::PushAndVanish),
        1 => Just(Act::Vanish),
        2 => Just(Act::Listen),
    ]
}

/// A device: what it knows, what it has not been told was taken, and perhaps a connection.
struct Player {
    device: Device,
    live: Option<Live>,
    cursor: Value,
    known: BTreeMap<String, Record>,
    unsure: Vec<(String, Vec<Value>)>,
}

impl Player {
    fn learn(&mut self, message: &Value) {
        if self.cursor == message["after"] || message["reset"] == json!(true) {
            self.cursor = message["cursor"].clone();
        }
        for change in message["changes"].as_array().unwrap() {
            self.join(change);
        }
    }

    fn join(&mut self, change: &Value) {
        let record: Record = serde_json::from_value(change.clone()).unwrap();
        let key = record.key().as_str().to_owned();
        let joined = match self.known.remove(&key) {
            Some(known) => known.join(record).unwrap(),
            None => record,
        };
        self.known.insert(key, joined);
    }

    async fn connected(&mut self) -> &mut Live {
        if self.live.is_none() {
            let (mut live, first) = Live::following(&self.device, &self.cursor).await;
            self.learn(&first);
            for (id, changes) in std::mem::take(&mut self.unsure) {
                live.say(
                    &json!({"type": "push", "opid": "again", "request_id": id, "changes": changes}),
                )
                .await;
                self.until_answered(&mut live).await;
            }
            self.live = Some(live);
        }
        self.live.as_mut().unwrap()
    }

    async fn until_answered(&mut self, live: &mut Live) {
        loop {
            let message = live.hear().await;
            if message["status"] == json!("ok") {
                return;
            }
            self.learn(&message);
        }
    }

    async fn act(&mut self, act: &Act) {
        match act {
            Act::Push(changes) | Act::PushAndVanish(changes) => {
                let id = uuid::Uuid::new_v4().to_string();
                for change in changes {
                    self.join(change);
                }
                let message = json!({"type": "push", "request_id": id, "changes": changes});
                self.connected().await.say(&message).await;
                let mut live = self.live.take().unwrap();
                if matches!(act, Act::Push(_)) {
                    self.until_answered(&mut live).await;
                    self.live = Some(live);
                } else {
                    self.unsure.push((id, changes.clone()));
                }
            }
            Act::Vanish => self.live = None,
            Act::Listen => {
                self.connected().await;
            }
        }
    }

    /// Comes back, sends what was never answered, and reads the rest.
    async fn settle(&mut self) {
        self.connected().await;
        self.live = None;
        loop {
            let page = self.device.exchange(&json!({"cursor": self.cursor})).await;
            for change in page["changes"].as_array().unwrap() {
                self.join(change);
            }
            self.cursor = page["cursor"].clone();
            if page["more"] == json!(false) {
                return;
            }
        }
    }
}

on_both! {
    async fn devices_that_come_and_go_end_up_alike(home: Home) {
        let mut runner = TestRunner::deterministic();
        for round in 0..12 {
            let ada = home.listener(&format!("ada{round}")).await;
            let mut players = Vec::new();
            for name in ["desk", "phone", "tablet"] {
                let device = home.device(&ada, name).await;
                players.push(Player { device, live: None, cursor: Value::Null, known: BTreeMap::new(), unsure: Vec::new() });
            }
            let acts = prop::collection::vec((0..3_usize, act()), 5..30).new_tree(&mut runner).unwrap().current();
            for (who, act) in &acts {
                players[*who].act(act).await;
            }
            for player in &mut players {
                player.settle().await;
            }
            for player in &mut players {
                player.settle().await;
            }
            let all = home.device(&ada, "reader").await.exchange(&json!({})).await;
            let truth: BTreeMap<String, Record> = all["changes"].as_array().unwrap().iter().map(|it| {
                let record: Record = serde_json::from_value(it.clone()).unwrap();
                (record.key().as_str().to_owned(), record)
            }).collect();
            for player in &players {
                assert_eq!(player.known, truth, "{}: {acts:?}", player.device.name);
            }
        }
    }
}
