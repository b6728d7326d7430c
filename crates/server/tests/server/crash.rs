//! The server is killed a hundred times while devices write: what was acknowledged is there, and nothing counts twice.

use std::{collections::HashSet, fs, sync::Arc, time::Duration};

use rand::RngExt;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Device, Home, Serving, program};

/// A moment in 2023, well before any test runs.
const T0: i64 = 1_700_000_000_000;
const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
const KILLS: usize = 100;
/// Writes that each round would make if it were not for the kill.
const WRITES: usize = 500;
const WRITERS: usize = 4;

/// A device that writes one thing after the other, and sends again what was not acknowledged.
struct Writer {
    name: usize,
    device: Device,
    sent: usize,
    /// Sent, and nobody knows whether it was taken.
    unsure: Option<Write>,
    acknowledged: Vec<Write>,
}

#[derive(Debug, Clone)]
struct Write {
    nth: usize,
    /// Whole seconds, up and down: it tells whether an old write was applied again.
    position: u64,
}

impl Writer {
    fn item(&self) -> &'static str {
        ["YSxi", "Yixj", "Yyxk", "ZCxl"][self.name]
    }

    fn key(&self, write: &Write) -> String {
        format!("writer.{}.{}", self.name, write.nth)
    }

    /// Whether it was acknowledged.
    async fn send(&self, write: &Write) -> bool {
        let key = self.key(write);
        let setting = json!({"kind": "setting", "key": key, "value": {"value": "1", "at": T0}});
        let play = json!({"rss_source_feed": FEED, "rss_source_item": self.item(), "position": write.position, "played": false});
        let (path, body) = match write.nth % 3 {
            0 => ("/api/v1/exchange", json!({"request_id": key, "changes": [setting], "limit": 1})),
            1 => ("/api/v1/play", play),
            _ => (
                "/api/v1/sync",
                json!({"last_sync": "2999-01-01T00:00:00Z", "changes": {"likes": [
                {"rss_source_feed": FEED, "rss_source_item": like_of(&key), "liked_at": "2026-01-01T00:00:00Z"}]}}),
            ),
        };
        let request = self.device.request(Method::POST, path).header("idempotency-key", &key);
        match request.json(&body).send().await {
            Ok(reply) if reply.status() == 200 => reply.bytes().await.is_ok(),
            Ok(reply) => panic!("{} {}", reply.status(), reply.text().await.unwrap()),
            Err(_) => false,
        }
    }

    /// Until it has done its part or the server is gone.
    async fn write(&mut self) {
        for _ in 0..WRITES / WRITERS {
            let write = self.unsure.take().unwrap_or_else(|| self.next());
            if !self.send(&write).await {
                self.unsure = Some(write);
                return;
            }
            self.acknowledged.push(write);
        }
    }

    fn next(&mut self) -> Write {
        self.sent += 1;
        Write { nth: self.sent, position: rand::rng().random_range(1..3_000) }
    }

    /// The last position that was acknowledged.
    fn position(&self) -> Option<u64> {
        self.acknowledged.iter().rev().find(|write| write.nth % 3 == 1).map(|write| write.position)
    }

    /// Sends what was not acknowledged again, and some that were: those must not count.
    async fn settle(&mut self) {
        if let Some(write) = self.unsure.take() {
            assert!(self.send(&write).await);
            self.acknowledged.push(write);
        }
        let many = self.acknowledged.len();
        for _ in 0..5.min(many) {
            let old = self.acknowledged[rand::rng().random_range(0..many)].clone();
            assert!(self.send(&old).await);
        }
    }

    async fn check(&self, seen: &HashSet<String>) {
        for write in &self.acknowledged {
            let key = self.key(write);
            match write.nth % 3 {
                0 => assert!(seen.contains(&key), "{key} is lost"),
                1 => (),
                _ => assert!(seen.contains(&like_of(&key)), "the like {key} is lost"),
            }
        }
        if let Some(position) = self.position() {
            let path = format!("/api/v1/play/{FEED}/{}", self.item());
            let play = self.device.get(&path).await.expect(200);
            assert_eq!(play["position"], json!(position), "writer {}", self.name);
        }
    }
}

/// An item that only this write likes.
fn like_of(key: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(format!("{key},"))
}

/// Reads what is new, as a device does.
async fn read(device: &Device, cursor: &mut Value, seen: &mut HashSet<String>) {
    loop {
        let page = device.exchange(&json!({"cursor": cursor, "limit": 10_000})).await;
        assert_eq!(page["reset"], json!(false));
        for change in page["changes"].as_array().unwrap() {
            let name = change["key"].as_str().or(change["item"].as_str()).unwrap();
            seen.insert(name.to_owned());
        }
        *cursor = page["cursor"].clone();
        if page["more"] == json!(false) {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_hundred_kills() {
    let home = Home::sqlite().await;
    let ada = home.listener("ada").await;
    let mut devices = Vec::new();
    for name in 0..=WRITERS {
        devices.push(home.device(&ada, &format!("device{name}")).await);
    }
    let folder = Arc::new(home.config.data.clone());
    let file = folder.join("server.toml");
    fs::write(&file, "listen = \"127.0.0.1:0\"\n[limits]\nrate-factor = 0\n").unwrap();
    home.server.stop().await;
    let start = || {
        let args = ["--config", file.to_str().unwrap(), "--data", folder.to_str().unwrap()];
        Serving::start(program(&folder, &args))
    };
    let reader = devices.pop().unwrap();
    let mut writers: Vec<Writer> = devices
        .into_iter()
        .enumerate()
        .map(|(name, device)| Writer {
            name,
            device,
            sent: 0,
            unsure: None,
            acknowledged: Vec::new(),
        })
        .collect();
    let (mut cursor, mut seen) = (Value::Null, HashSet::new());
    for _ in 0..KILLS {
        let server = start();
        let base = server.base.clone();
        let work = writers.iter_mut().map(|writer| {
            writer.device = writer.device.at(&base);
            writer.write()
        });
        let kill = async {
            let moment = Duration::from_millis(rand::rng().random_range(5..700));
            tokio::time::sleep(moment).await;
            server.kill();
        };
        tokio::join!(futures_util::future::join_all(work), kill);
    }
    let server = start();
    for writer in &mut writers {
        writer.device = writer.device.at(&server.base);
        writer.settle().await;
    }
    read(&reader.at(&server.base), &mut cursor, &mut seen).await;
    for writer in &writers {
        writer.check(&seen).await;
    }
    let count: usize = writers.iter().map(|writer| writer.acknowledged.len()).sum();
    println!("{count} writes were acknowledged");
    assert!(count > KILLS, "the server was killed before it could do anything");
    server.stop();
    let (is_sound, said) =
        crate::operation::run(&folder, &["check", "--data", folder.to_str().unwrap()]);
    assert!(is_sound, "{said}");
}
