//! What every request passes through: sizes, encodings, origins, proxies.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Device, Home, on_both};

const T0: i64 = 1_700_000_000_000;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

async fn post_bytes(device: &Device, encoding: Option<&str>, body: Vec<u8>) -> (u16, String) {
    let mut request = device.request(Method::POST, "/api/v1/exchange");
    request = request.header("content-type", "application/json").body(body);
    if let Some(encoding) = encoding {
        request = request.header("content-encoding", encoding);
    }
    let reply = request.send().await.unwrap();
    (reply.status().as_u16(), reply.text().await.unwrap())
}

on_both! {
    async fn bodies_may_be_compressed_and_are_limited_after_that(home: Home) {
        let device = home.device(&home.listener("ada").await, "desk").await;
        let record = json!({"kind": "setting", "key": "a", "value": {"value": "1", "at": T0}});
        let body = json!({"changes": [record]}).to_string();
        assert_eq!(post_bytes(&device, Some("gzip"), gzip(body.as_bytes())).await.0, 200);
        assert_eq!(device.exchange(&json!({})).await["changes"], json!([record]));

        let too_large = format!("{{\"request_id\":\"{}\"}}", " ".repeat(1_100_000));
        let (status, text) = post_bytes(&device, None, too_large.clone().into_bytes()).await;
        assert_eq!((status, text.as_str()), (413, r#"{"errors":{"detail":"Request Entity Too Large"}}"#));
        let share = device.request(Method::POST, "/api/v1/episodes/YSxi/share").body(too_large);
        let reply = share.send().await.unwrap();
        assert_eq!((reply.status().as_u16(), reply.text().await.unwrap()), (status, text), "the same shape");
        let bomb = gzip(&vec![b' '; 50_000_000]);
        assert!(bomb.len() < 1_000_000);
        assert_eq!(post_bytes(&device, Some("gzip"), bomb).await.0, 413);
        assert_eq!(post_bytes(&device, Some("gzip"), b"not gzip".to_vec()).await.0, 400);
        assert_eq!(post_bytes(&device, Some("brotli"), b"{}".to_vec()).await.0, 415);
    }

    async fn answers_are_compressed_for_whoever_can_read_it(home: Home) {
        let device = home.device(&home.listener("ada").await, "desk").await;
        let changes: Vec<Value> = (0..200).map(|i| json!({"kind": "setting", "key": format!("key.{i}"),
            "value": {"value": "1", "at": T0}})).collect();
        device.exchange(&json!({"changes": changes})).await;
        for encoding in ["gzip", "zstd"] {
            let request = device.request(Method::POST, "/api/v1/exchange").json(&json!({}));
            let reply = request.header("accept-encoding", encoding).send().await.unwrap();
            let named = reply.headers().get("content-encoding").map(|it| it.to_str().unwrap().to_owned());
            // The client of these tests undoes gzip itself, and then hides the header.
            assert!(named.as_deref() == Some(encoding) || encoding == "gzip", "{named:?}");
        }
    }

    async fn other_origins_may_ask_the_api_and_nothing_else(home: Home) {
        let http = reqwest::Client::new();
        let preflight = async |path: &str| {
            let reply = http.request(Method::OPTIONS, format!("{}{path}", home.base))
                .header("origin", "https://app.example")
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization,content-type")
                .send().await.unwrap();
            (reply.status(), reply.headers().clone())
        };
        let (status, headers) = preflight("/api/v1/sync").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["access-control-allow-origin"], "https://app.example");
        let allowed = headers["access-control-allow-headers"].to_str().unwrap().to_lowercase();
        assert!(allowed.contains("authorization") && allowed.contains("content-type"), "{allowed}");
        assert!(preflight("/dashboard").await.1.get("access-control-allow-origin").is_none());
        let refused = http.get(format!("{}/api/v1/subscriptions", home.base))
            .header("origin", "https://app.example").send().await.unwrap();
        assert_eq!((refused.status().as_u16(), &refused.headers()["access-control-allow-origin"]),
            (401, &"https://app.example".parse().unwrap()), "refusals can be read too");
        let exposed = refused.headers()["access-control-expose-headers"].to_str().unwrap().to_lowercase();
        assert!(exposed.contains("retry-after"), "{exposed}");
        assert!(refused.headers().get("x-request-id").is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stands_behind_a_trusted_proxy_is_counted_alone() {
    let home = Home::with(None, |config| {
        config.limits.rate_factor = 1;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let ask = async |client: &str| {
        let url = format!("{}/api/v1/apps", home.base);
        let token = home_token(&home).await;
        let request = reqwest::Client::new().get(url).bearer_auth(token);
        request.header("x-forwarded-for", client).send().await.unwrap().status().as_u16()
    };
    for _ in 0..10 {
        assert_eq!(ask("203.0.113.7").await, 200);
    }
    assert_eq!(ask("203.0.113.7").await, 429);
    assert_eq!(ask("203.0.113.8").await, 200);
}

async fn home_token(home: &Home) -> String {
    let name = format!("a{}", &uuid::Uuid::new_v4().simple().to_string()[..20]);
    home.device(&home.listener(&name).await, "desk").await.token()
}
