//! Playlists and queues in `/sync`.

use serde_json::{Value, json};

use super::{FEED, ITEM, OTHER_ITEM, SYNC};
use crate::support::{Device, on_both};

const ID: &str = "6a0f4f2e-8a39-4d42-8a7a-0c6f4b1d2e3f";
const THIRD_ITEM: &str = "YyxkLm1wMw";

fn list(name: &str, at: &str, items: &[&str]) -> Value {
    let items: Vec<Value> = items
        .iter()
        .map(|item| json!({"rss_source_feed": FEED, "rss_source_item": item}))
        .collect();
    json!({"id": ID, "name": name, "updated_at": at, "items": items})
}

async fn send(device: &Device, row: &Value) -> Value {
    let body = json!({"last_sync": "1971-01-01T00:00:00Z", "changes": {"playlists": [row]}});
    device.post(SYNC, &body).await.expect(200)["changes"]["playlists"][0].clone()
}

fn items(list: &Value) -> Vec<&str> {
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["rss_source_item"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn the_later_list_wins_and_items_are_kept(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let first = send(&desk, &list("One", "2026-01-01T10:00:00Z", &[ITEM, OTHER_ITEM])).await;
        assert_eq!((&first["name"], items(&first)), (&json!("One"), vec![ITEM, OTHER_ITEM]));
        let same = send(&desk, &list("Same time", "2026-01-01T10:00:00Z", &[THIRD_ITEM])).await;
        assert_eq!((&same["name"], items(&same)), (&json!("One"), vec![ITEM, OTHER_ITEM]), "L1");
        let later = send(&desk, &list("Two", "2026-01-01T10:00:01Z", &[THIRD_ITEM])).await;
        assert_eq!(later["name"], json!("Two"));
        assert_eq!(items(&later).len(), 3, "L2: what is not named is kept");
        let all = desk.post(SYNC, &json!({})).await.expect(200);
        let all = &all["changes"]["playlists"][0];
        assert_eq!((all.get("is_public"), &all["type"]), (None, &json!("playlist")));
        assert!(all["items"][0]["id"].is_string() && all["items"][0]["created_at"].is_string());
    }

    async fn a_deleted_list_comes_back_with_what_is_named(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        send(&desk, &list("One", "2026-01-01T10:00:00Z", &[ITEM, OTHER_ITEM])).await;
        let mut gone = list("One", "2026-01-01T10:00:05Z", &[]);
        gone["deleted_at"] = json!("2026-01-01T10:00:05Z");
        let deleted = send(&desk, &gone).await;
        assert!(deleted["deleted_at"].is_string() && items(&deleted).is_empty(), "L3");
        assert_eq!(desk.post(SYNC, &json!({})).await.expect(200)["changes"]["playlists"], json!([]));
        let ignored = send(&desk, &list("One", "2026-01-01T10:00:04Z", &[ITEM])).await;
        assert!(ignored["deleted_at"].is_string(), "L4");
        let revived = send(&desk, &list("Again", "2026-01-01T10:00:08Z", &[ITEM])).await;
        assert_eq!((&revived["deleted_at"], items(&revived)), (&json!(null), vec![ITEM]), "L5");
    }

    async fn an_entry_that_another_device_removes_is_gone_from_the_list(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let before = desk.post(SYNC, &json!({"changes": {"playlists": [list("One", "2026-01-01T10:00:00Z", &[ITEM, OTHER_ITEM])]}}))
            .await.expect(200);
        desk.exchange(&json!({"changes": [{"kind": "playlist_item", "playlist": ID, "feed": FEED, "item": ITEM,
            "present": {"value": false, "at": 1_780_000_000_000_i64}}]})).await;
        let delta = desk.post(SYNC, &json!({"last_sync": before["sync_token"]})).await.expect(200);
        assert_eq!(items(&delta["changes"]["playlists"][0]), [OTHER_ITEM]);
    }

    async fn what_is_wrong_is_refused(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        for (why, bad) in [
            ("not a UUID", json!({"id": "playlist-local-123", "name": "x", "items": []})),
            ("texts", json!({"id": ID, "name": "x", "items": ["item1"]})),
            ("no name", json!({"id": ID, "items": []})),
            ("no feed", json!({"id": ID, "name": "x", "items": [{"rss_source_item": ITEM}]})),
            ("type", json!({"id": ID, "name": "x", "type": "album"})),
        ] {
            let reply = desk.post(SYNC, &json!({"changes": {"playlists": [bad]}})).await;
            assert_eq!(reply.status, 422, "{why}: {}", reply.text);
        }
        let twice = send(&desk, &list("Dup", "2026-01-01T10:00:00Z", &[ITEM, ITEM])).await;
        assert_eq!(items(&twice), [ITEM]);
        let skipped = desk.post(SYNC, &json!({"changes": {"playlists": [{"name": "no id"}]}})).await;
        assert_eq!(skipped.status, 200);
    }
}
