//! What is popular, and who may know that it was whom.

mod counting;
mod nodes;
mod privacy;
mod shapes;
mod trending;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use crate::support::{Device, Home, Reply};

pub(crate) fn id(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn feed(name: &str) -> String {
    id(&format!("https://{name}.example/feed.xml"))
}

fn item(name: &str) -> String {
    id(&format!("{name},https://cdn.example/{name}.mp3"))
}

/// The server's clock: tests have none of their own.
pub(crate) async fn now(device: &Device) -> i64 {
    device.exchange(&json!({})).await["server_time"].as_i64().unwrap()
}

pub(crate) async fn push(device: &Device, changes: &[Value]) {
    let answer = device.exchange(&json!({"changes": changes})).await;
    assert_eq!(answer["refused"], json!([]));
}

pub(crate) fn subscribed(feed: &str, at: i64) -> Value {
    json!({"kind": "subscription", "feed": feed, "subscribed_at": at})
}

fn unsubscribed(feed: &str, at: i64) -> Value {
    json!({"kind": "subscription", "feed": feed, "unsubscribed_at": at})
}

pub(crate) fn heard(feed: &str, item: &str, at: i64) -> Value {
    json!({"kind": "listening", "feed": feed, "item": item, "generation": 0, "played": false,
           "position_ms": 61_000, "at": at})
}

fn liked(feed: &str, item: Option<&str>, at: i64) -> Value {
    json!({"kind": "like", "feed": feed, "item": item, "liked_at": at})
}

fn unliked(feed: &str, item: Option<&str>, at: i64) -> Value {
    json!({"kind": "like", "feed": feed, "item": item, "unliked_at": at})
}

fn level(feed: Option<&str>, item: Option<&str>, level: &str, at: i64) -> Value {
    json!({"kind": "privacy", "feed": feed, "item": item, "level": {"value": level, "at": at}})
}

async fn public(home: &Home, path: &str) -> Reply {
    let url = format!("{}/api/v1/public/{path}", home.base);
    Reply::of(reqwest::get(url).await.unwrap()).await
}

/// Tries before a test gives up, after about a minute.
const TRIES: usize = 3_000;

/// Waits until everything is counted.
pub(crate) async fn counted(home: &Home) {
    for _ in 0..TRIES {
        if number(home, "select count(*) from event where counted <> 1").await == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("not everything was counted");
}

/// Asks until the answer is like this.
pub(crate) async fn until(home: &Home, path: &str, is_it: impl Fn(&Value) -> bool) -> Value {
    let mut last = String::new();
    for _ in 0..TRIES {
        let reply = public(home, path).await;
        if let Ok(answer) = serde_json::from_str(&reply.text)
            && reply.status == 200
            && is_it(&answer)
        {
            return answer;
        }
        last = reply.text;
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{path} stays at {last}");
}

async fn number(home: &Home, query: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_one(&home.sql).await.unwrap()
}
