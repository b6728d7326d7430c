//! Pushing and pulling records.

use serde_json::{Value, json};

use crate::support::on_both;

/// A moment in 2023, well before any test runs.
const T0: i64 = 1_700_000_000_000;
const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
const ITEM: &str = "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz";

fn heard(position_ms: i64, generation: u32) -> Value {
    json!({"kind": "listening", "feed": FEED, "item": ITEM, "generation": generation, "played": false,
           "position_ms": position_ms, "at": T0})
}

on_both! {
    async fn what_one_device_says_the_other_hears_once(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        let first = phone.exchange(&json!({})).await;
        assert_eq!((&first["changes"], &first["more"], &first["reset"]), (&json!([]), &json!(false), &json!(false)));

        let subscription = json!({"kind": "subscription", "feed": FEED, "subscribed_at": T0});
        let sent = desk.exchange(&json!({"changes": [subscription, heard(60_000, 0)]})).await;
        assert_eq!(sent["refused"], json!([]));
        assert_eq!(sent["changes"], json!([]), "no echo of what was sent");

        let news = phone.exchange(&json!({"cursor": first["cursor"]})).await;
        assert_eq!(news["changes"], json!([subscription, heard(60_000, 0)]));
        let again = phone.exchange(&json!({"cursor": news["cursor"]})).await;
        assert_eq!(again["changes"], json!([]));
    }

    async fn the_farthest_place_wins_and_a_new_generation_wins_over_it(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        desk.exchange(&json!({"changes": [heard(60_000, 0)]})).await;
        let behind = desk.exchange(&json!({"changes": [heard(30_000, 0)]})).await;
        assert_eq!(behind["changes"], json!([heard(60_000, 0)]), "the answer has what is known");
        desk.exchange(&json!({"changes": [heard(0, 1)]})).await;
        let all = desk.exchange(&json!({})).await;
        assert_eq!(all["changes"], json!([heard(0, 1)]));
    }

    async fn who_says_less_than_is_known_is_told(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        desk.exchange(&json!({"changes": [heard(60_000, 0)]})).await;
        let cursor = desk.exchange(&json!({})).await["cursor"].clone();
        // No delta has it: nothing has changed.
        let answer = desk.exchange(&json!({"cursor": cursor, "changes": [heard(30_000, 0)]})).await;
        assert_eq!((&answer["changes"], &answer["cursor"]), (&json!([heard(60_000, 0)]), &cursor));
        let answer = desk.exchange(&json!({"cursor": cursor, "changes": [heard(60_000, 0)]})).await;
        assert_eq!(answer["changes"], json!([]), "what is so already is no news");
    }

    async fn one_bad_record_does_not_stop_the_others(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let far = i64::MAX / 2;
        let answer = desk.exchange(&json!({"changes": [
            {"kind": "listening", "feed": "", "item": ITEM, "generation": 0, "played": false, "position_ms": 1, "at": T0},
            heard(60_000, 0),
            {"kind": "subscription", "feed": FEED, "subscribed_at": far},
            {"kind": "no such kind"},
            17,
        ]})).await;
        let refused: Vec<(u64, &str)> = answer["refused"].as_array().unwrap().iter()
            .map(|refused| (refused["index"].as_u64().unwrap(), refused["code"].as_str().unwrap())).collect();
        assert_eq!(refused, [(0, "INVALID"), (2, "CLOCK_AHEAD"), (3, "INVALID"), (4, "INVALID")]);
        assert_eq!(desk.exchange(&json!({})).await["changes"], json!([heard(60_000, 0)]));
    }

    async fn a_download_comes_in_pages(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let settings: Vec<Value> = (0..25).map(|i| json!({
            "kind": "setting", "key": format!("key.{i}"), "value": {"value": i.to_string(), "at": T0 + i}
        })).collect();
        desk.exchange(&json!({"changes": settings})).await;
        let (mut cursor, mut got, mut pages) = (Value::Null, Vec::new(), 0);
        loop {
            let page = desk.exchange(&json!({"cursor": cursor, "limit": 10})).await;
            assert_eq!(page["reset"], json!(false));
            got.extend(page["changes"].as_array().unwrap().clone());
            cursor = page["cursor"].clone();
            pages += 1;
            if page["more"] == json!(false) { break; }
        }
        assert_eq!((got, pages), (settings, 3));
    }

    async fn a_repeated_request_is_applied_once(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let request = json!({"request_id": "r1", "changes": [heard(60_000, 0)]});
        let first = desk.exchange(&request).await;
        let second = desk.exchange(&request).await;
        assert_eq!(first["cursor"], second["cursor"]);
    }

    async fn another_listener_sees_nothing_of_it(home: Home) {
        let (ada, bob) = (home.listener("ada").await, home.listener("bob").await);
        home.device(&ada, "desk").await.exchange(&json!({"changes": [heard(1, 0)]})).await;
        let answer = home.device(&bob, "desk").await.exchange(&json!({})).await;
        assert_eq!(answer["changes"], json!([]));
    }

    async fn a_cursor_of_another_epoch_begins_again(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        desk.exchange(&json!({"changes": [heard(1, 0)]})).await;
        let answer = desk.exchange(&json!({"cursor": "elsewhere.17"})).await;
        assert_eq!((&answer["reset"], &answer["changes"]), (&json!(true), &json!([heard(1, 0)])));
        assert_eq!(desk.post("/api/v1/exchange", &json!({"cursor": "?"})).await.status, 422);
    }
}
