//! The bodies of today's web app (protocol.md, appendix A.2).

use serde_json::json;

use super::{FEED, ITEM};
use crate::support::on_both;

const ADDRESS: &str = "https://example.com/feed.xml";

on_both! {
    async fn its_queue_is_taken(home: Home) {
        let ada = home.listener("ada").await;
        let web = home.device(&ada, "web").await;
        web.post("/api/v1/subscriptions", &json!({"feedUrl": ADDRESS, "title": "Show", "image": "https://example.com/i.png"}))
            .await.expect(200);
        let list = web.get("/api/v1/subscriptions").await.expect(200);
        let row = &list["subscriptions"][0];
        assert_eq!((&row["rss_source_id"], &row["rss_feed_title"]), (&json!("7a775db75c1d6d17"), &json!("Show")));
        let records = web.exchange(&json!({})).await;
        assert_eq!(records["changes"][0]["feed"], json!(FEED));

        let play = |position: f64, completed: bool| json!({"episodeId": ITEM, "feedUrl": ADDRESS, "position": position,
            "duration": 3600, "completed": completed});
        web.post("/api/v1/play", &play(3500.5, true)).await.expect(200);
        web.post("/api/v1/play", &play(12.3, false)).await.expect(200);
        let one = web.get(&format!("/api/v1/play/{FEED}/{ITEM}")).await.expect(200);
        assert_eq!((&one["position"], &one["played"]), (&json!(12), &json!(true)), "what was completed stays so");

        web.post("/api/v1/likes", &json!({"rss_source_feed": FEED})).await.expect(200);
        web.delete(&format!("/api/v1/likes/{FEED}")).await.expect(200);
        // An older version sent the standard alphabet with padding.
        web.delete("/api/v1/subscriptions/aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA%3D%3D").await.expect(200);
        assert_eq!(web.get("/api/v1/subscriptions").await.expect(200), json!({"subscriptions": []}));
    }

    async fn its_methods_are_taken(home: Home) {
        let ada = home.listener("ada").await;
        let web = home.device(&ada, "web").await;
        web.post("/api/v1/subscriptions", &json!({"rss_source_feed": FEED, "subscribed_at": "2026-01-01T00:00:00Z"}))
            .await.expect(200);
        web.post("/api/v1/play", &json!({"rss_source_feed": FEED, "rss_source_item": ITEM, "position": 10.5,
            "played": false, "updated_at": "2026-01-01T00:00:00.000Z"})).await.expect(200);
        let one = web.get(&format!("/api/v1/play/{FEED}/{ITEM}")).await.expect(200);
        assert_eq!((&one["position"], &one["updated_at"]), (&json!(10), &json!("2026-01-01T00:00:00Z")));
        assert_eq!(web.get(&format!("/api/v1/play/{FEED}/YSxi")).await.status, 404);
    }
}
