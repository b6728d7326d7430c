//! Requests that stop the real server for everybody (protocol.md, appendix C): each gets a clear 4xx.

use reqwest::Method;
use serde_json::{Value, json};

use super::{FEED, ITEM, SYNC};
use crate::support::on_both;

fn poison() -> Vec<(Method, String, Value)> {
    let post = |path: &str, body: Value| (Method::POST, path.to_owned(), body);
    let play = |position: Value| {
        post(
            "/api/v1/play",
            json!({"rss_source_feed": FEED, "rss_source_item": ITEM, "position": position, "played": false}),
        )
    };
    vec![
        post("/api/v1/subscriptions", json!({"rss_source_feed": "", "rss_source_id": ""})),
        post("/api/v1/subscriptions", json!({"rss_source_feed": null, "rss_source_id": null})),
        play(json!(10.5)),
        play(json!("7")),
        play(json!(null)),
        play(json!(2_147_483_648_i64)),
        play(json!(-1)),
        post(
            "/api/v1/play",
            json!({"rss_source_feed": null, "rss_source_item": ITEM, "position": 1, "played": false}),
        ),
        post(
            "/api/v1/play",
            json!({"rss_source_feed": FEED, "rss_source_item": "guid-only", "position": 1, "played": false}),
        ),
        (Method::PUT, format!("/api/v1/play/{ITEM}/position"), json!({"position": 5})),
        (Method::DELETE, format!("/api/v1/subscriptions/{FEED}"), json!({})),
        post(&format!("/api/v1/episodes/{ITEM}/save"), json!({})),
        post(SYNC, json!({"changes": {"subscriptions": [{"rss_source_feed": ""}]}})),
        post(SYNC, json!({"changes": []})),
        post(SYNC, json!({"last_sync": 12_345})),
        post(SYNC, json!([])),
    ]
}

on_both! {
    async fn every_one_is_refused_and_changes_nothing(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        for (method, path, body) in poison() {
            let reply = desk.request(method.clone(), &path).json(&body).send().await.unwrap();
            let (status, text) = (reply.status().as_u16(), reply.text().await.unwrap());
            assert!((400..500).contains(&status), "{method} {path} {body}: {status} {text}");
            let error: Value = serde_json::from_str(&text).unwrap();
            assert!(error["error"].is_string() || error["errors"]["detail"].is_string(), "{text}");
        }
        assert_eq!(desk.exchange(&json!({})).await["changes"], json!([]));
    }
}
