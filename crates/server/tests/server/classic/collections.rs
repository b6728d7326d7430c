//! Collections by REST, and what other devices see of them.

use serde_json::{Value, json};

use super::{FEED, OTHER};
use crate::support::{Device, on_both};

const PATH: &str = "/api/v1/collections";
const UNKNOWN: &str = "91c3aabf-fe42-43d5-80f0-4cebdbfb5a69";
/// Only the listener's own devices can read it.
const SEALED: &str = "~q83vEjRWeJASNFZ4";

async fn subscribe(device: &Device, feed: &str) {
    let body = json!({"rss_source_feed": feed, "rss_source_id": "a", "title": "Example"});
    device.post("/api/v1/subscriptions", &body).await.expect(200);
}

async fn create(device: &Device, title: &str) -> String {
    let made = device.post(PATH, &json!({"title": title})).await.expect(201);
    made["collection"]["id"].as_str().unwrap().to_owned()
}

async fn all(device: &Device) -> Vec<Value> {
    device.get(PATH).await.expect(200)["collections"].as_array().unwrap().clone()
}

async fn feeds(device: &Device, id: &str) -> Vec<Value> {
    let one = device.get(&format!("{PATH}/{id}")).await.expect(200);
    let feeds = one["collection"]["feeds"].as_array().unwrap().clone();
    feeds.into_iter().map(|feed| feed["rss_source_feed"].clone()).collect()
}

fn message(body: &Value) -> (&str, &str) {
    (body["error"].as_str().unwrap(), body["message"].as_str().unwrap())
}

on_both! {
    async fn a_collection_is_made_named_filled_and_removed(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        subscribe(&desk, FEED).await;
        let id = create(&desk, "News").await;
        let one = format!("{PATH}/{id}");
        for _ in 0..2 {
            desk.post(&format!("{one}/feeds"), &json!({"rss_source_feed": format!("{FEED}=")})).await.expect(200);
        }
        let renamed = desk.patch(&one, &json!({"title": "News 2"})).await.expect(200);
        let shown = desk.get(&one).await.expect(200);
        assert_eq!(renamed, shown);
        let it = &shown["collection"];
        assert_eq!((&it["title"], &it["is_default"], &it["user_id"]), (&json!("News 2"), &json!(false), &json!(ada.uuid)));
        assert_eq!(it["feeds"][0]["rss_source_feed"], json!(format!("{FEED}=")), "as it was sent");
        assert_eq!(it["feeds"][0]["rss_feed_title"], json!("Example"));
        for _ in 0..2 {
            desk.delete(&format!("{one}/feeds/{FEED}")).await.expect(200);
        }
        assert!(feeds(&desk, &id).await.is_empty());
        desk.delete(&one).await.expect(200);
        assert_eq!(message(&desk.delete(&one).await.expect(404)), ("NOT_FOUND", "Collection not found"));
        assert_eq!(all(&desk).await.len(), 1);
    }

    async fn all_subscriptions_are_a_collection_that_cannot_be_changed(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let before = all(&desk).await;
        assert_eq!((&before[0]["title"], &before[0]["is_default"]), (&json!("All Subscriptions"), &json!(true)));
        subscribe(&desk, FEED).await;
        let id = before[0]["id"].as_str().unwrap();
        let one = format!("{PATH}/{id}");
        assert_eq!(feeds(&desk, id).await, [json!(FEED)]);
        desk.delete(&format!("{one}/feeds/{FEED}")).await.expect(200);
        desk.post(&format!("{one}/feeds"), &json!({"rss_source_feed": FEED})).await.expect(200);
        assert_eq!(desk.post(&format!("{one}/feeds"), &json!({"rss_source_feed": OTHER})).await.status, 422);
        assert_eq!(feeds(&desk, id).await, [json!(FEED)]);
        assert_eq!(message(&desk.delete(&one).await.expect(403)), ("FORBIDDEN", "Cannot delete default collection"));
        assert_eq!(desk.patch(&one, &json!({"title": "Mine"})).await.status, 422);
        let second = desk.post(PATH, &json!({"title": "All", "is_default": true})).await.expect(422);
        assert_eq!(message(&second), ("VALIDATION_ERROR", "Default collection already exists"));
        desk.delete(&format!("/api/v1/subscriptions/{FEED}")).await.expect(200);
        assert!(feeds(&desk, id).await.is_empty());
    }

    async fn what_cannot_be_done_is_said(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let id = create(&desk, "News").await;
        let (one, entries) = (format!("{PATH}/{id}"), format!("{PATH}/{id}/feeds"));
        let missing = desk.post(PATH, &json!({"name": "x"})).await.expect(400);
        assert_eq!(message(&missing), ("BAD_REQUEST", "Missing required parameters: title"));
        assert_eq!(message(&desk.post(PATH, &json!({"title": " "})).await.expect(422)).1, "Title required");
        assert_eq!(message(&desk.patch(&one, &json!({"title": ""})).await.expect(422)).1, "Title required");
        assert_eq!(message(&desk.patch(&one, &json!({})).await.expect(422)).1, "No changes");
        assert_eq!(desk.post(PATH, &json!({"title": "x".repeat(256)})).await.status, 422);
        assert_eq!(desk.post(PATH, &json!({"title": "a\0b"})).await.status, 422);
        let stranger = desk.post(&entries, &json!({"rss_source_feed": FEED})).await.expect(422);
        assert_eq!(message(&stranger), ("VALIDATION_ERROR", "Feed not subscribed"));
        assert_eq!(desk.post(&entries, &json!({})).await.status, 400);
        assert_eq!(desk.post(&entries, &json!({"rss_source_feed": SEALED})).await.status, 422);
        assert_eq!(desk.delete(&format!("{entries}/{SEALED}")).await.status, 422);
        let no_uuid = desk.get(&format!("{PATH}/abc")).await;
        assert_eq!((no_uuid.status, no_uuid.text.as_str()), (400, r#"{"errors":{"detail":"Bad Request"}}"#));
        for reply in [
            desk.get(&format!("{PATH}/{UNKNOWN}")).await,
            desk.patch(&format!("{PATH}/{UNKNOWN}"), &json!({"title": "x"})).await,
            desk.post(&format!("{PATH}/{UNKNOWN}/feeds"), &json!({"rss_source_feed": FEED})).await,
            desk.delete(&format!("{PATH}/{UNKNOWN}/feeds/{FEED}")).await,
        ] {
            assert_eq!(message(&reply.expect(404)), ("NOT_FOUND", "Collection not found"));
        }
    }

    async fn records_and_collections_are_one_thing(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        let ahead = phone.exchange(&json!({})).await["server_time"].as_i64().unwrap() + 30_000;
        let said = |value: Value| json!({"value": value, "at": ahead});
        phone.exchange(&json!({"request_id": "1", "changes": [
            {"kind": "collection", "id": UNKNOWN, "title": said(json!("Of the phone"))},
            {"kind": "collection_feed", "collection": UNKNOWN, "feed": FEED, "present": said(json!(true))},
            {"kind": "collection_feed", "collection": UNKNOWN, "feed": SEALED, "present": said(json!(true))},
            {"kind": "subscription", "feed": FEED, "subscribed_at": ahead},
            {"kind": "subscription", "feed": SEALED, "subscribed_at": ahead},
        ]})).await;
        assert_eq!(feeds(&desk, UNKNOWN).await, [json!(FEED)], "sealed ones are not shown");
        let listed = all(&desk).await;
        assert_eq!(listed[0]["feeds"].as_array().unwrap().len(), 1);
        // Whoever acts by REST has the last word, though the phone's clock is ahead.
        let one = format!("{PATH}/{UNKNOWN}");
        assert_eq!(desk.patch(&one, &json!({"title": "Mine"})).await.expect(200)["collection"]["title"], json!("Mine"));
        desk.delete(&format!("{one}/feeds/{FEED}")).await.expect(200);
        assert!(feeds(&desk, UNKNOWN).await.is_empty());
        let cursor = phone.exchange(&json!({})).await["cursor"].clone();
        desk.delete(&one).await.expect(200);
        let news = phone.exchange(&json!({"cursor": cursor})).await;
        assert_eq!((&news["changes"][0]["id"], &news["changes"][0]["removed"]["value"]), (&json!(UNKNOWN), &json!(true)));
    }

    async fn a_repetition_makes_nothing_twice(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let mut made = Vec::new();
        for _ in 0..2 {
            let request = desk.request(reqwest::Method::POST, PATH).header("idempotency-key", "k1");
            let reply = request.json(&json!({"title": "News"})).send().await.unwrap();
            made.push(crate::support::Reply::of(reply).await.expect(201));
        }
        assert_eq!(made[0], made[1]);
        assert_eq!(all(&desk).await.len(), 2);
    }
}
