//! Likes: who wins, by REST and by `/sync`.

use serde_json::{Value, json};

use super::{FEED, ITEM, SYNC};
use crate::support::{Device, on_both};

const PATH: &str = "/api/v1/likes";

async fn liked(device: &Device) -> Vec<Value> {
    let list = device.get(PATH).await.expect(200);
    list["likes"].as_array().unwrap().iter().map(|it| it["rss_source_item"].clone()).collect()
}

on_both! {
    async fn liking_and_unliking_is_idempotent(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        for _ in 0..2 {
            desk.post(PATH, &json!({"rss_source_feed": FEED})).await.expect(200);
            desk.post(PATH, &json!({"rss_source_feed": FEED, "rss_source_item": ITEM})).await.expect(200);
        }
        assert_eq!(liked(&desk).await, [json!(ITEM), json!(null)]);
        let page = desk.get(&format!("{PATH}?limit=1")).await.expect(200);
        assert_eq!((page["likes"].as_array().unwrap().len(), &page["has_more"]), (1, &json!(true)));
        for _ in 0..2 {
            desk.delete(&format!("{PATH}/{FEED}")).await.expect(200);
        }
        assert_eq!(liked(&desk).await, [json!(ITEM)]);
        desk.delete(&format!("{PATH}/{FEED}/{ITEM}")).await.expect(200);
        assert!(liked(&desk).await.is_empty());
        assert_eq!(desk.post(PATH, &json!({})).await.status, 400);
    }

    /// The real server does not find what came by `/sync`.
    async fn what_came_by_sync_can_be_unliked(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let row = |liked: &str, unliked: Option<&str>| json!({"changes": {"likes": [
            {"rss_source_feed": FEED, "liked_at": liked, "unliked_at": unliked}]}});
        desk.post(SYNC, &row("2026-01-01T10:00:00Z", None)).await.expect(200);
        desk.delete(&format!("{PATH}/{FEED}")).await.expect(200);
        assert!(liked(&desk).await.is_empty());
        desk.post(SYNC, &row("2026-01-01T10:00:00Z", None)).await.expect(200);
        assert!(liked(&desk).await.is_empty(), "an old row brings nothing back");
    }

    async fn a_saved_episode_is_liked(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        desk.post(&format!("/api/v1/episodes/{ITEM}/save"), &json!({"feed": FEED})).await.expect(200);
        assert_eq!(liked(&desk).await, [json!(ITEM)]);
        desk.post(&format!("/api/v1/episodes/{ITEM}/share?feed={FEED}"), &json!({})).await.expect(200);
    }
}
