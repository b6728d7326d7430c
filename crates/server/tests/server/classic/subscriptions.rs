//! Subscriptions: who wins, by REST and by `/sync`.

use serde_json::{Value, json};

use super::{FEED, OTHER, SYNC};
use crate::support::{Device, on_both};

const PATH: &str = "/api/v1/subscriptions";

async fn row(device: &Device, since: Option<&str>, until: Option<&str>) -> Value {
    let row = json!({"rss_source_feed": FEED, "rss_source_id": "a", "subscribed_at": since, "unsubscribed_at": until});
    let body = json!({"last_sync": "1971-01-01T00:00:00Z", "changes": {"subscriptions": [row]}});
    device.post(SYNC, &body).await.expect(200)["changes"]["subscriptions"][0].clone()
}

fn is_active(row: &Value) -> bool {
    row["unsubscribed_at"] == json!(null)
}

on_both! {
    async fn the_later_of_two_moments_holds(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let (first, second, third) = ("2026-03-01T10:00:00Z", "2026-03-05T08:00:00Z", "2026-03-06T09:00:00Z");
        assert!(!is_active(&row(&desk, Some(first), Some(second)).await));
        assert!(!is_active(&row(&desk, Some("2026-03-04T09:00:00Z"), None).await), "S2");
        assert!(is_active(&row(&desk, Some(third), None).await), "S3");
        assert!(is_active(&row(&desk, Some(first), None).await), "an old row takes nothing back");
        assert!(!is_active(&row(&desk, Some(third), Some(third)).await), "whole seconds: taken back in the same one");
        assert!(!is_active(&row(&desk, None, None).await));
    }

    async fn a_clock_that_is_ahead_decides_nothing_for_ever(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        assert!(is_active(&row(&desk, Some("2090-01-01T00:00:00Z"), None).await));
        desk.delete(&format!("{PATH}/{FEED}")).await.expect(200);
        assert_eq!(desk.get(PATH).await.expect(200), json!({"subscriptions": []}));
        desk.post(PATH, &json!({"rss_source_feed": FEED, "rss_source_id": "a"})).await.expect(200);
        assert!(!is_active(&row(&desk, Some("2090-01-01T00:00:00Z"), Some("2091-01-01T00:00:00Z")).await));
    }

    async fn a_list_can_be_read_when_it_is_not_empty(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        desk.post(PATH, &json!({"rss_source_feed": FEED, "rss_source_id": "a"})).await.expect(200);
        desk.post(PATH, &json!({"rss_source_feed": OTHER, "rss_source_id": "b"})).await.expect(200);
        desk.delete(&format!("{PATH}/{OTHER}")).await.expect(200);
        desk.delete(&format!("{PATH}/{OTHER}")).await.expect(200);
        let list = desk.get(PATH).await.expect(200);
        let rows = list["subscriptions"].as_array().unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((&rows[0]["rss_source_feed"], &rows[0]["user_id"]), (&json!(FEED), &json!(ada.uuid)));
        for key in ["id", "rss_source_id", "rss_feed_title", "subscribed_at", "unsubscribed_at", "inserted_at", "updated_at"] {
            assert!(rows[0].get(key).is_some(), "{key}");
        }
    }

    async fn what_rest_does_every_device_is_told(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        let cursor = phone.exchange(&json!({})).await["cursor"].clone();
        desk.post(PATH, &json!({"rss_source_feed": FEED, "rss_source_id": "a"})).await.expect(200);
        let news = phone.exchange(&json!({"cursor": cursor})).await;
        assert_eq!((&news["changes"][0]["kind"], &news["changes"][0]["feed"]), (&json!("subscription"), &json!(FEED)));
    }
}
