//! Levels of privacy by REST.

use serde_json::{Value, json};

use super::{FEED, ITEM, OTHER};
use crate::support::{Device, on_both};

const PATH: &str = "/api/v1/privacy";

async fn rows(device: &Device, query: &str) -> Vec<(Value, Value, Value)> {
    let list = device.get(&format!("{PATH}{query}")).await.expect(200);
    let row = |it: &Value| {
        (it["rss_source_feed"].clone(), it["rss_source_item"].clone(), it["privacy"].clone())
    };
    list["privacy_settings"].as_array().unwrap().iter().map(row).collect()
}

on_both! {
    async fn levels_are_set_and_read(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        for body in [
            json!({"privacy": "private"}),
            json!({"privacy": "anonymous", "feed": FEED}),
            json!({"privacy": "public", "feed": FEED, "item": ITEM}),
            json!({"privacy": "private", "rss_source_feed": OTHER}),
        ] {
            assert_eq!(desk.put(PATH, &body).await.expect(200), json!({"status": "success"}));
        }
        let (everything, feed) = ((json!(null), json!(null), json!("private")), (json!(FEED), json!(null), json!("anonymous")));
        let item = (json!(FEED), json!(ITEM), json!("public"));
        let other = (json!(OTHER), json!(null), json!("private"));
        assert_eq!(rows(&desk, "").await, [other, item.clone(), feed.clone(), everything]);
        assert_eq!(rows(&desk, &format!("?feed={FEED}")).await, [item.clone(), feed]);
        assert_eq!(rows(&desk, &format!("?feed={FEED}&item={ITEM}")).await, [item]);
        let list = desk.get(PATH).await.expect(200);
        for key in ["user_id", "inserted_at", "updated_at"] {
            assert!(list["privacy_settings"][0][key].is_string(), "{key}");
        }
    }

    async fn what_is_no_level_changes_nothing(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        desk.put(PATH, &json!({"privacy": "private", "feed": FEED})).await.expect(200);
        for bad in [
            json!({"privacy": "secret", "feed": FEED}),
            json!({"privacy": "public", "item": ITEM}),
            json!({"privacy": "public", "feed": ""}),
            json!({"privacy": "public", "feed": "~q83vEjRW"}),
            json!({"privacy": 1, "feed": FEED}),
        ] {
            assert_eq!(desk.put(PATH, &bad).await.status, 422, "{bad}");
        }
        let missing = desk.put(PATH, &json!({"feed": FEED})).await;
        assert_eq!((missing.status, missing.text.as_str()), (400, r#"{"errors":{"detail":"Bad Request"}}"#));
        assert_eq!(rows(&desk, "").await, [(json!(FEED), json!(null), json!("private"))]);
    }

    async fn the_last_choice_holds_and_reaches_every_device(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        let ahead = phone.exchange(&json!({})).await["server_time"].as_i64().unwrap() + 30_000;
        phone.exchange(&json!({"request_id": "1", "changes": [
            {"kind": "privacy", "feed": FEED, "level": {"value": "public", "at": ahead}},
            {"kind": "privacy", "feed": "~q83vEjRW", "level": {"value": "private", "at": ahead}},
        ]})).await;
        assert_eq!(rows(&desk, "").await.len(), 1, "sealed ones are not shown");
        let cursor = phone.exchange(&json!({})).await["cursor"].clone();
        desk.put(PATH, &json!({"privacy": "private", "feed": FEED})).await.expect(200);
        let news = phone.exchange(&json!({"cursor": cursor})).await;
        assert_eq!(news["changes"][0]["level"]["value"], json!("private"));
    }
}
