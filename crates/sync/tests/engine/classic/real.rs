//! The rules of the real server, in memory (protocol.md, sections 3.2 and 5.1): whole seconds, the farther place wins, lists
//! are unioned, and a delta has removed items without a mark.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use crate::device::real_ms;

#[derive(Default)]
pub(crate) struct Real {
    subscriptions: BTreeMap<String, (Value, i64)>,
    plays: BTreeMap<String, (Value, i64)>,
    likes: BTreeMap<String, (Value, i64)>,
    lists: BTreeMap<String, List>,
}

struct List {
    row: Value,
    updated: i64,
    deleted: bool,
    /// In the order of insertion; true: live.
    items: Vec<(Value, bool)>,
}

fn read(value: &Value) -> Option<i64> {
    DateTime::parse_from_rfc3339(value.as_str()?).ok().map(|it| it.timestamp())
}

fn write(second: i64) -> Value {
    json!(DateTime::from_timestamp(second, 0).unwrap().to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn later(row: &Value, one: &str, other: &str) -> i64 {
    read(&row[one]).max(read(&row[other])).unwrap_or(0)
}

fn entries(asked: &Value, list: &str) -> Vec<Value> {
    asked["changes"][list].as_array().cloned().unwrap_or_default()
}

impl Real {
    pub(crate) fn answer(&mut self, asked: &Value) -> Value {
        let now = real_ms() / 1_000;
        for row in entries(asked, "subscriptions") {
            let key = row["rss_source_feed"].as_str().unwrap().to_owned();
            let at = later(&row, "subscribed_at", "unsubscribed_at");
            let known = self.subscriptions.get(&key);
            if known.is_none_or(|(it, _)| at >= later(it, "subscribed_at", "unsubscribed_at")) {
                self.subscriptions.insert(key, (row, now));
            }
        }
        for row in entries(asked, "likes") {
            let key = format!("{} {}", row["rss_source_feed"], row["rss_source_item"]);
            let at = later(&row, "liked_at", "unliked_at");
            let known = self.likes.get(&key);
            if known.is_none_or(|(it, _)| at >= later(it, "liked_at", "unliked_at")) {
                self.likes.insert(key, (row, now));
            }
        }
        for row in entries(asked, "plays") {
            let key = row["rss_source_item"].as_str().unwrap().to_owned();
            let place = |row: &Value| (row["played"].as_bool(), row["position"].as_u64());
            let wins = |(it, at): &(Value, i64)| {
                row["reset"] == true
                    || place(&row) > place(it)
                    || (place(&row) == place(it) && read(&row["updated_at"]) >= Some(*at))
            };
            if self.plays.get(&key).is_none_or(wins) {
                self.plays.insert(key, (row, now));
            }
        }
        for row in entries(asked, "playlists") {
            self.list(row, now);
        }
        let since = read(&asked["last_sync"]);
        // Section 6, item 18: of no use, as it says not of what.
        let conflict = json!({"type": "play_position", "local": {"position": 600}, "remote": {},
            "resolution": "remote_wins", "reason": "Higher remote position"});
        json!({"sync_token": write(now), "conflicts": [conflict], "changes": self.changes(since)})
    }

    fn list(&mut self, row: Value, now: i64) {
        let id = row["id"].as_str().unwrap().to_owned();
        let at = read(&row["updated_at"]).unwrap_or(now);
        let is_deleted = !row["deleted_at"].is_null();
        match self.lists.get_mut(&id) {
            Some(known) if at <= known.updated => {}
            Some(known) if is_deleted => {
                (known.updated, known.deleted) = (now, true);
                known.items.iter_mut().for_each(|(_, live)| *live = false);
            }
            None if is_deleted => {}
            _ => {
                let list = self.lists.entry(id).or_insert_with(|| List {
                    row: Value::Null,
                    updated: 0,
                    deleted: false,
                    items: Vec::new(),
                });
                for item in row["items"].as_array().unwrap() {
                    let name = &item["rss_source_item"];
                    list.items.retain(|(it, live)| *live || it["rss_source_item"] != *name);
                    match list.items.iter_mut().find(|(it, _)| it["rss_source_item"] == *name) {
                        Some(known) => *known = (item.clone(), true),
                        None => list.items.push((item.clone(), true)),
                    }
                }
                (list.row, list.updated, list.deleted) = (row, now, false);
            }
        }
    }

    fn changes(&self, since: Option<i64>) -> Value {
        let pick = |rows: &BTreeMap<String, (Value, i64)>, since_name: &str, until: &str| {
            let is_wanted = |row: &Value, at: i64| match since {
                Some(since) => at > since,
                None => row[until].is_null() || read(&row[until]) < read(&row[since_name]),
            };
            let rows = rows.values().filter(|(row, at)| is_wanted(row, *at));
            let rows = rows.map(|(row, at)| {
                let mut row = row.clone();
                row["updated_at"] = write(*at);
                row
            });
            rows.collect::<Vec<_>>()
        };
        let lists = self.lists.values().filter(|it| match since {
            Some(since) => it.updated > since,
            None => !it.deleted,
        });
        let lists: Vec<Value> = lists.map(|it| it.answer(since.is_some())).collect();
        json!({
            "subscriptions": pick(&self.subscriptions, "subscribed_at", "unsubscribed_at"),
            "plays": pick(&self.plays, "none", "none"),
            "likes": pick(&self.likes, "liked_at", "unliked_at"),
            "playlists": lists,
        })
    }
}

impl List {
    fn answer(&self, is_delta: bool) -> Value {
        let items = self.items.iter().filter(|(_, live)| is_delta || *live);
        let items: Vec<Value> = items
            .map(|(item, _)| {
                let mut item = item.clone();
                if !is_delta {
                    item.as_object_mut().unwrap().remove("position");
                }
                item
            })
            .collect();
        let mut row = json!({"id": self.row["id"], "name": self.row["name"], "type": self.row["type"],
            "description": self.row["description"], "updated_at": write(self.updated), "items": items});
        if is_delta {
            row["is_public"] = self.row["is_public"].clone();
            row["deleted_at"] = if self.deleted { write(self.updated) } else { Value::Null };
        }
        row
    }
}
