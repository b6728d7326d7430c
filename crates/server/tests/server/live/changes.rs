//! What one device changes, the others hear at once.

use serde_json::{Value, json};

use super::{FEED, ITEM, T0};
use crate::support::{Live, on_both};

fn heard(position_ms: i64) -> Value {
    json!({"kind": "listening", "feed": FEED, "item": ITEM, "generation": 0, "played": false,
           "position_ms": position_ms, "at": T0})
}

fn setting(key: &str, value: &str) -> Value {
    json!({"kind": "setting", "key": key, "value": {"value": value, "at": T0}})
}

on_both! {
    async fn what_is_pushed_is_heard_and_not_echoed(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        let (mut here, first) = Live::following(&desk, &Value::Null).await;
        assert_eq!((&first["type"], &first["changes"], &first["more"], &first["reset"]),
            (&json!("changes"), &json!([]), &json!(false), &json!(false)));
        let (mut there, _) = Live::following(&phone, &Value::Null).await;

        let answer = here.ask(&json!({"type": "push", "opid": 17, "changes": [heard(60_000)]})).await;
        assert_eq!((&answer["status"], &answer["opid"], &answer["data"]), (&json!("ok"), &json!(17), &json!({"refused": [], "changes": []})));
        let told = there.hear().await;
        assert_eq!((&told["changes"], &told["after"]), (&json!([heard(60_000)]), &first["cursor"]));
        let own = here.hear().await;
        assert_eq!((&own["changes"], &own["cursor"]), (&json!([]), &told["cursor"]), "the cursor moves, without an echo");

        // Joining gives another result than what was sent: that is news to the sender too.
        let less = here.ask(&json!({"type": "push", "changes": [heard(30_000), setting("a", "1")]})).await;
        assert_eq!(less["data"]["changes"], json!([heard(60_000)]), "the server knows better");
        assert_eq!(there.hear().await["changes"], json!([setting("a", "1")]));
        assert_eq!(here.hear().await["changes"], json!([]));
    }

    async fn what_rest_and_sync_change_is_heard(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        let (mut there, _) = Live::following(&phone, &Value::Null).await;
        desk.post("/api/v1/subscriptions", &json!({"rss_source_feed": FEED, "rss_source_id": "x"})).await.expect(200);
        assert_eq!(there.hear().await["changes"][0]["kind"], json!("subscription"));
        desk.post("/api/v1/sync", &json!({"changes": {"plays": [{"rss_source_feed": FEED, "rss_source_item": ITEM, "position": 7}]}}))
            .await.expect(200);
        assert_eq!(there.hear().await["changes"][0]["position_ms"], json!(7_000));
        desk.exchange(&json!({"changes": [setting("a", "1")]})).await;
        assert_eq!(there.hear().await["changes"], json!([setting("a", "1")]));
        let bob = home.listener("bob").await;
        home.device(&bob, "desk").await.exchange(&json!({"changes": [setting("b", "1")]})).await;
        desk.exchange(&json!({"changes": [setting("c", "1")]})).await;
        assert_eq!(there.hear().await["changes"], json!([setting("c", "1")]), "nothing of anybody else");
    }

    async fn a_connection_begins_where_its_cursor_is(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        let cursor = phone.exchange(&json!({})).await["cursor"].clone();
        let many: Vec<Value> = (0..1_200).map(|i| setting(&format!("key.{i}"), "1")).collect();
        desk.exchange(&json!({"changes": many})).await;
        let (mut live, mut page) = Live::following(&phone, &cursor).await;
        let (mut got, mut pages) = (Vec::new(), 1);
        assert_eq!(page["after"], cursor);
        loop {
            got.extend(page["changes"].as_array().unwrap().clone());
            if page["more"] == json!(false) { break; }
            let next = live.hear().await;
            assert_eq!(next["after"], page["cursor"], "each follows the one before");
            (page, pages) = (next, pages + 1);
        }
        assert_eq!((got, pages), (many, 3));
        let (_, lost) = Live::following(&phone, &json!("elsewhere.7")).await;
        assert_eq!(lost["reset"], json!(true));
    }

    async fn bad_pushes_are_refused_and_the_connection_stays(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let mut live = Live::of(&desk).await;
        let code = |answer: &Value| answer["error"]["code"].as_str().unwrap_or_default().to_owned();
        let many: Vec<i64> = (0..501).collect();
        let answer = live.ask(&json!({"type": "push", "opid": 1, "changes": many})).await;
        assert_eq!((code(&answer), &answer["opid"]), ("TOO_MANY_CHANGES".to_owned(), &json!(1)));
        assert_eq!(code(&live.ask(&json!({"type": "push", "changes": 7})).await), "INVALID_FIELDS");
        assert_eq!(code(&live.ask(&json!({"type": "push", "request_id": "", "changes": []})).await), "VALIDATION_ERROR");
        assert_eq!(code(&live.ask(&json!({"type": "subscribe", "cursor": "?"})).await), "INVALID_CURSOR");
        let answer = live.ask(&json!({"type": "push", "changes": [17, setting("a", "1")]})).await;
        assert_eq!((&answer["data"]["refused"][0]["index"], &answer["data"]["refused"][0]["code"]), (&json!(0), &json!("INVALID")));
        let again = json!({"type": "push", "request_id": "r1", "changes": [setting("b", "1")]});
        live.ask(&again).await;
        live.ask(&again).await;
        assert_eq!(desk.exchange(&json!({})).await["changes"], json!([setting("a", "1"), setting("b", "1")]));
    }

    /// More than the hub keeps for anybody: the connection reads what it missed.
    async fn whoever_falls_behind_misses_nothing(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        let (mut there, first) = Live::following(&phone, &Value::Null).await;
        let mut wanted = Vec::new();
        for i in 0..150 {
            let record = setting(&format!("key.{i}"), &"1".repeat(10));
            desk.exchange(&json!({"changes": [record]})).await;
            wanted.push(record);
        }
        let (mut got, mut cursor) = (Vec::new(), first["cursor"].clone());
        while got.len() < wanted.len() {
            let message = there.hear().await;
            assert_eq!(message["after"], cursor);
            got.extend(message["changes"].as_array().unwrap().clone());
            cursor = message["cursor"].clone();
        }
        assert_eq!(got, wanted);
    }
}
