//! `POST /sync`: everything, deltas, both shapes.

use serde_json::{Value, json};

use super::{FEED, ITEM, OTHER, SYNC};
use crate::support::{Device, on_both};

async fn sync(device: &Device, body: &Value) -> Value {
    device.post(SYNC, body).await.expect(200)
}

fn changes(name: &str, row: &Value) -> Value {
    json!({"changes": {name: [row]}})
}

on_both! {
    async fn everything_and_then_what_changed(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        let empty = sync(&phone, &json!({})).await;
        assert_eq!(empty["changes"], json!({"subscriptions": [], "plays": [], "playlists": [], "likes": []}));

        sync(&desk, &json!({"changes": {
            "subscriptions": [
                {"rss_source_feed": FEED, "rss_source_id": "s1", "subscribed_at": "2026-01-01T10:00:00Z"},
                {"rss_source_feed": OTHER, "subscribed_at": "2026-01-01T10:00:00Z", "unsubscribed_at": "2026-01-02T10:00:00Z"},
            ],
            "plays": [{"rss_source_feed": FEED, "rss_source_item": ITEM, "position": 754, "played": false,
                "updated_at": "2026-01-01T10:00:00Z"}],
            "likes": [{"rss_source_feed": FEED, "rss_source_item": null, "liked_at": "2026-01-01T10:00:00Z"}],
        }})).await;

        let all = sync(&phone, &json!({})).await;
        assert_eq!(all["changes"]["subscriptions"], json!([{"rss_source_feed": FEED, "rss_source_id": "s1",
            "rss_feed_title": null, "subscribed_at": "2026-01-01T10:00:00Z", "unsubscribed_at": null}]));
        let play = &all["changes"]["plays"][0];
        assert_eq!((&play["position"], &play["played"], &play["rss_source_item"]), (&json!(754), &json!(false), &json!(ITEM)));
        assert_eq!(all["changes"]["likes"], json!([{"rss_source_feed": FEED, "rss_source_item": null,
            "liked_at": "2026-01-01T10:00:00Z"}]));

        let delta = sync(&phone, &json!({"last_sync": empty["sync_token"]})).await;
        let feeds: Vec<&str> = delta["changes"]["subscriptions"].as_array().unwrap().iter()
            .map(|it| it["rss_source_feed"].as_str().unwrap()).collect();
        assert!(feeds.contains(&FEED) && feeds.contains(&OTHER), "also what was unsubscribed: {feeds:?}");
        assert_eq!(delta["changes"]["likes"][0]["unliked_at"], json!(null));
        assert!(delta["changes"]["plays"][0]["updated_at"].is_string());
    }

    /// The real server loses what is written in the second of the token.
    async fn what_is_written_in_the_second_of_the_token_comes_with_the_next_delta(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        for at in 0..5 {
            let row = json!({"rss_source_feed": FEED, "rss_source_item": ITEM, "position": at * 2 + 1});
            sync(&desk, &changes("plays", &row)).await;
            let token = sync(&phone, &json!({})).await["sync_token"].clone();
            let row = json!({"rss_source_feed": FEED, "rss_source_item": ITEM, "position": at * 2 + 2});
            sync(&desk, &changes("plays", &row)).await;
            let delta = sync(&phone, &json!({"last_sync": token})).await;
            assert_eq!(delta["changes"]["plays"][0]["position"], json!(at * 2 + 2));
        }
    }

    async fn the_web_app_gets_everything_in_its_own_shape(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, web) = (home.device(&ada, "desk").await, home.device(&ada, "web").await);
        sync(&desk, &changes("subscriptions", &json!({"rss_source_feed": OTHER, "rss_source_id": "x",
            "subscribed_at": "2026-01-01T10:00:00Z", "unsubscribed_at": "2026-01-02T10:00:00Z"}))).await;
        let answer = sync(&web, &json!({
            "since": "2030-01-01T00:00:00.000Z",
            "subscriptions": [{"rss_source_feed": FEED, "subscribed_at": "2026-02-20T09:00:00.123Z"}],
            "play_statuses": [{"rss_source_feed": FEED, "rss_source_item": ITEM, "position": 1234.56, "played": false,
                "updated_at": "2026-02-20T09:59:00.456Z"}],
        })).await;
        let row = |feed: &str| answer["subscriptions"].as_array().unwrap().iter()
            .find(|it| it["rss_source_feed"] == json!(feed)).cloned().unwrap();
        assert_eq!((&row(FEED)["subscribed_at"], &row(FEED)["unsubscribed_at"]), (&json!("2026-02-20T09:00:00Z"), &json!(null)));
        assert_eq!(row(OTHER)["unsubscribed_at"], json!("2026-01-02T10:00:00Z"));
        let play = &answer["play_statuses"][0];
        assert_eq!((&play["position"], &play["updated_at"]), (&json!(1234), &json!("2026-02-20T09:59:00Z")));
        assert_eq!(answer["likes"], json!([]));
        assert!(answer["synced_at"].is_string());
        assert_eq!(answer["conflicts"], json!([]));
    }

    async fn a_repetition_with_the_same_key_changes_nothing(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let send = async |position: i64| {
            let row = json!({"rss_source_feed": FEED, "rss_source_item": ITEM, "position": position});
            let request = desk.request(reqwest::Method::POST, SYNC).header("idempotency-key", "k1");
            request.json(&changes("plays", &row)).send().await.unwrap().json::<Value>().await.unwrap()
        };
        send(10).await;
        let second = send(20).await;
        assert_eq!(second["changes"]["plays"][0]["position"], json!(10));
        let bad = desk.request(reqwest::Method::POST, SYNC).header("idempotency-key", "k".repeat(101));
        assert_eq!(bad.json(&json!({})).send().await.unwrap().status(), 422);
    }

    async fn ids_come_back_as_they_were_sent_and_are_one_thing_in_any_spelling(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let padded = format!("{FEED}==");
        sync(&desk, &changes("subscriptions", &json!({"rss_source_feed": FEED, "subscribed_at": "2026-01-01T10:00:00Z"}))).await;
        let all = sync(&desk, &changes("subscriptions",
            &json!({"rss_source_feed": padded, "subscribed_at": "2026-01-01T10:00:00Z"}))).await;
        let rows = all["changes"]["subscriptions"].as_array().unwrap();
        assert_eq!((rows.len(), &rows[0]["rss_source_feed"]), (1, &json!(padded)));
        let records = desk.exchange(&json!({})).await;
        assert_eq!(records["changes"][0]["feed"], json!(FEED));
    }

    async fn one_bad_entry_refuses_the_whole_request_and_says_which(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let body = json!({"changes": {"plays": [
            {"rss_source_feed": FEED, "rss_source_item": ITEM, "position": 1},
            {"rss_source_feed": FEED, "rss_source_item": ITEM, "position": -1},
        ]}});
        let refused = desk.post(SYNC, &body).await.expect(422);
        assert_eq!(refused["error"], json!("SYNC_ERROR"));
        assert!(refused["message"].as_str().unwrap().contains("plays[1]"), "{refused}");
        assert_eq!(sync(&desk, &json!({})).await["changes"]["plays"], json!([]));
    }

    async fn sealed_ids_are_for_records_only(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        desk.exchange(&json!({"changes": [{"kind": "subscription", "feed": "~q83vEjRW", "subscribed_at": 1_700_000_000_000_i64}]})).await;
        assert_eq!(sync(&desk, &json!({})).await["changes"]["subscriptions"], json!([]));
        let row = json!({"rss_source_feed": "~q83vEjRW", "subscribed_at": "2026-01-01T10:00:00Z"});
        assert_eq!(desk.post(SYNC, &changes("subscriptions", &row)).await.status, 422);
    }
}
