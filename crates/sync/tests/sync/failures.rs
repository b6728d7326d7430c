//! What goes wrong on the way is told apart.

use std::time::Duration;

use balados_sync::{Api, ApiConfig, Live, LiveConfig, normalise_address};
use tokio::net::TcpListener;

use crate::support::{Stranger, answering};

async fn health_of(base: &url::Url, config: ApiConfig) -> &'static str {
    Api::with(base.clone(), config).unwrap().health().await.unwrap_err().code()
}

async fn live_of(base: &url::Url) -> &'static str {
    let config = LiveConfig { connect: Duration::from_millis(500), ..LiveConfig::default() };
    Live::connect(base, "token", config).await.unwrap_err().code()
}

#[tokio::test]
async fn nobody_is_there() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    for (address, code) in [
        (format!("http://127.0.0.1:{port}"), "host-unreachable"),
        ("https://nowhere.invalid".to_owned(), "host-unknown"),
    ] {
        let base = normalise_address(&address).unwrap();
        assert_eq!(health_of(&base, ApiConfig::default()).await, code);
        assert_eq!(live_of(&base).await, code);
    }
}

#[tokio::test]
async fn somebody_is_there_and_says_nothing() {
    let silent = || {
        Stranger::with(|stream| async {
            let _stream = stream;
            std::future::pending::<()>().await;
        })
    };
    let config = ApiConfig { total_timeout: Duration::from_millis(300), ..ApiConfig::default() };
    assert_eq!(health_of(&silent().await.base, config).await, "timed-out");
    assert_eq!(live_of(&silent().await.base).await, "timed-out");
}

#[tokio::test]
async fn somebody_speaks_plain_http_where_tls_is_wanted() {
    let stranger = answering("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    let mut base = stranger.base.clone();
    base.set_scheme("https").unwrap();
    assert_eq!(health_of(&base, ApiConfig::default()).await, "tls-failed");
    let stranger = answering("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    let mut base = stranger.base.clone();
    base.set_scheme("https").unwrap();
    assert_eq!(live_of(&base).await, "tls-failed");
}

#[tokio::test]
async fn somebody_is_no_sync_server() {
    for (answer, health, live) in [
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>",
            "not-a-sync-server",
            "request-refused",
        ),
        (
            "HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n",
            "not-a-sync-server",
            "request-refused",
        ),
        (
            "HTTP/1.1 503 Busy\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n",
            "server-failed",
            "server-failed",
        ),
        ("HTTP/1.1 429 Slow\r\ncontent-length: 0\r\n\r\n", "rate-limited", "rate-limited"),
        ("HTTP/1.1 200 OK\r\ncontent-length: 600\r\n\r\n{", "connection-lost", "request-refused"),
        ("", "connection-lost", "connection-lost"),
    ] {
        let config = ApiConfig::default();
        assert_eq!(health_of(&answering(answer).await.base, config).await, health, "{answer}");
        assert_eq!(live_of(&answering(answer).await.base).await, live, "{answer}");
    }
}

#[tokio::test]
async fn an_answer_is_not_read_without_end() {
    let answer =
        "HTTP/1.1 200 OK\r\ncontent-length: 30\r\n\r\n{\"apps\":[],\"x\":\"xxxxxxxxxxxxx\"}";
    let config = ApiConfig { body_limit: 20, ..ApiConfig::default() };
    let api = |stranger: &Stranger| Api::with(stranger.base.clone(), config).unwrap();
    let error = api(&answering(answer).await).apps("token").await.unwrap_err();
    assert_eq!(error.code(), "too-large");
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n[1]";
    let error = api(&answering(answer).await).apps("token").await.unwrap_err();
    assert_eq!(error.code(), "malformed-answer");
}

#[tokio::test]
async fn no_token_is_in_an_error() {
    let stranger = answering("HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n").await;
    let api = Api::new(stranger.base.clone()).unwrap();
    let error = api.refresh("secret-token").await.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("secret-token"));
    let live = Live::connect(&stranger.base, "secret-token", LiveConfig::default()).await;
    let error = live.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("secret-token"));
}

#[tokio::test]
async fn a_sentence_has_what_it_needs() {
    let answer = "HTTP/1.1 503 Busy\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n";
    let detail = |error: balados_sync::Error| {
        error.detail().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
    };
    let busy = answering(answer).await;
    let error = Api::new(busy.base.clone()).unwrap().health().await.unwrap_err();
    assert_eq!(detail(error), ["host=127.0.0.1", "retryAfterS=7", "status=503"]);
    let answer = "HTTP/1.1 422 No\r\ncontent-length: 28\r\n\r\n{\"error\":\"VALIDATION_ERROR\"}";
    let picky = answering(answer).await;
    let error = Api::new(picky.base.clone()).unwrap().refresh("token").await.unwrap_err();
    assert_eq!(detail(error), ["status=422", "serverCode=VALIDATION_ERROR"]);
}
