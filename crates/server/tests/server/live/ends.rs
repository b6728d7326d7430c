//! How connections end, and who is not let in.

use serde_json::{Value, json};
use tokio_tungstenite::connect_async;

use super::{FEED, T0};
use crate::support::{Home, Live, on_both};

on_both! {
    async fn the_server_says_goodbye(home: Home) {
        let ada = home.listener("ada").await;
        let (live, _) = Live::following(&home.device(&ada, "desk").await, &Value::Null).await;
        let end = tokio::spawn(live.end());
        home.server.stop().await;
        assert_eq!(end.await.unwrap(), Some(1012));
    }
}

/// Looked at again with each ping, which comes soon when the server is impatient.
#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_app_is_shut_out() {
    let home = Home::with(None, |config| config.limits.idle_seconds = 3).await;
    let ada = home.listener("ada").await;
    let desk = home.device(&ada, "desk").await;
    let live = Live::of(&desk).await;
    sqlx::query("update app_grant set revoked_ms = 1 where app_id = $1")
        .bind(&desk.app_id)
        .execute(&home.sql)
        .await
        .unwrap();
    assert_eq!(live.end().await, Some(1008));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_silent_for_too_long_is_forgotten() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let home = Home::with(None, |config| config.limits.idle_seconds = 1).await;
    let address = home.base.trim_start_matches("http://").to_owned();
    let mut raw = tokio::net::TcpStream::connect(&address).await.unwrap();
    let request = format!(
        "GET /sync/api/v1/live HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    raw.write_all(request.as_bytes()).await.unwrap();
    // Whoever never answers a ping reads the greeting, pings, a close frame with 1002, and the end.
    let mut all = Vec::new();
    raw.read_to_end(&mut all).await.unwrap();
    assert!(all.windows(4).any(|bytes| bytes[0] == 0x88 && bytes[2..] == 1002_u16.to_be_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_and_an_account_have_so_many_and_no_more() {
    let home = Home::with(None, |config| {
        config.limits.connections_per_account = 2;
        config.limits.connections_per_address = 4;
    })
    .await;
    let ada = home.listener("ada").await;
    let desk = home.device(&ada, "desk").await;
    let (first, second) = (Live::of(&desk).await, Live::of(&desk).await);
    let mut third = Live::open(&home.base).await;
    let answer = third.ask(&json!({"type": "auth", "token": desk.token()})).await;
    assert_eq!(answer["error"]["code"], json!("TOO_MANY_CONNECTIONS"));
    let _fourth = Live::open(&home.base).await;
    let url = format!("{}/api/v1/live", home.base.replacen("http", "ws", 1));
    let refused = connect_async(&url).await.unwrap_err().to_string();
    assert!(refused.contains("429"), "{refused}");
    drop((first, second));
    // The server finds out in its own time.
    loop {
        let answer = third.ask(&json!({"type": "auth", "token": desk.token()})).await;
        if answer["status"] == json!("ok") {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_messages_are_refused() {
    let home = Home::with(None, |config| config.limits.rate_factor = 1).await;
    let ada = home.listener("ada").await;
    let mut live = Live::of(&home.device(&ada, "desk").await).await;
    for _ in 0..60 {
        live.say(&json!({"type": "ping"})).await;
    }
    let mut codes = Vec::new();
    for _ in 0..60 {
        codes.push(live.hear().await["error"]["code"].as_str().unwrap().to_owned());
    }
    assert!(codes.contains(&"INVALID_TYPE".to_owned()));
    assert!(codes.contains(&"CONNECTION_RATE_LIMITED".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_is_too_large_ends_the_connection() {
    let home = Home::sqlite().await;
    let ada = home.listener("ada").await;
    let desk = home.device(&ada, "desk").await;
    let mut live = Live::of(&desk).await;
    let value = "1".repeat(70_000);
    live.say(&json!({"type": "push", "changes": [{"kind": "setting", "key": "a", "value": {"value": value, "at": T0}}]})).await;
    live.end().await;
    assert_eq!(desk.exchange(&json!({})).await["changes"], json!([]));
}

/// Whoever does not read is not buffered for without end, and nobody else waits.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_does_not_read_is_cut_off_and_misses_nothing() {
    let home = Home::sqlite().await;
    let ada = home.listener("ada").await;
    let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
    let (live, first) = Live::following(&phone, &Value::Null).await;
    // 24 MB, more than any socket's buffers.
    let value = format!("\"{}\"", "x".repeat(60_000));
    for round in 0..40_i64 {
        let records: Vec<Value> = (0..10)
            .map(|i| {
                json!({"kind": "setting", "key": format!("key.{round}.{i}"),
            "value": {"value": value, "at": T0}})
            })
            .collect();
        desk.exchange(&json!({"changes": records})).await;
    }
    // 10 s for a write, then the end.
    tokio::time::sleep(std::time::Duration::from_secs(12)).await;
    live.end().await;
    let (mut cursor, mut count) = (first["cursor"].clone(), 0);
    loop {
        let page = phone.exchange(&json!({"cursor": cursor, "limit": 10_000})).await;
        count += page["changes"].as_array().unwrap().len();
        cursor = page["cursor"].clone();
        if page["more"] == json!(false) {
            break;
        }
    }
    assert_eq!(count, 400);
    desk.post("/api/v1/likes", &json!({"rss_source_feed": FEED})).await.expect(200);
}
