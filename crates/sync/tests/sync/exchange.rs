//! Records go there and come back; tokens that are refused say why.

use std::collections::BTreeSet;

use balados_protocol::exchange::ExchangeRequest;
use balados_sync::Compression;

use crate::support::{Home, subscription};

const HOUR: i64 = 3_600_000;

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_what_it_can_do() {
    let health = Home::new().await.api.health().await.unwrap();
    assert!(!health.is_classic() && health.version.is_some());
    assert_eq!(health.compression(), Compression::Gzip);
    assert!(health.has("live-1") && health.has("authorize-redirect-1"));
    assert!(!health.has("live-2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_device_has_what_another_sent_compressed_or_not() {
    let home = Home::new().await;
    let browser = home.browser().await;
    let (mut desk, mut laptop) =
        (home.app(&browser, "desk").await, home.app(&browser, "laptop").await);
    let at = desk.now_ms;
    desk.api = desk.api.compressing(Compression::Gzip);
    let sent = desk.send((0..700).map(|it| subscription(it, at)).collect()).await;
    assert!(sent.refused.is_empty() && sent.changes.is_empty() && !sent.reset);
    laptop.send((700..900).map(|it| subscription(it, at)).collect()).await;

    let mut request = ExchangeRequest { limit: Some(400), ..ExchangeRequest::default() };
    let mut found = BTreeSet::new();
    loop {
        let answer = laptop.exchange(&request).await;
        found.extend(answer.changes.iter().map(balados_protocol::Record::key));
        request.cursor = Some(answer.cursor);
        if !answer.more {
            break;
        }
    }
    let wanted: BTreeSet<_> = (0..900).map(|it| subscription(it, at).key()).collect();
    assert_eq!(found, wanted);
}

/// A proxy between the app and the server sees what is really sent.
#[tokio::test(flavor = "multi_thread")]
async fn large_bodies_are_sent_compressed() {
    use tokio::io::AsyncReadExt;
    let (tell, told) = tokio::sync::oneshot::channel();
    let stranger = crate::support::Stranger::with(|mut stream| async move {
        let mut request = vec![0; 65_536];
        let length = stream.read(&mut request).await.unwrap();
        let _ = tell.send(String::from_utf8_lossy(&request[..length]).to_lowercase());
    })
    .await;
    let api = balados_sync::Api::new(stranger.base.clone()).unwrap();
    let api = api.compressing(Compression::Gzip);
    let changes = (0..100).map(|it| subscription(it, 1)).collect();
    let request = ExchangeRequest { changes, ..ExchangeRequest::default() };
    assert!(api.exchange("token", &request).await.is_err());
    let said = told.await.unwrap();
    assert!(said.contains("content-encoding: gzip\r\n"), "{said}");
    assert!(said.contains("gzip") && said.contains("accept-encoding: "), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_record_is_named_and_the_others_are_taken() {
    let home = Home::new().await;
    let mut desk = home.app(&home.browser().await, "desk").await;
    let at = desk.now_ms;
    let answer = desk.send(vec![subscription(1, at), subscription(2, at + HOUR)]).await;
    assert_eq!((answer.refused.len(), answer.refused[0].index), (1, 1));
    assert!((answer.server_time - at).abs() < HOUR);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_tokens_are_told_apart() {
    let home = Home::new().await;
    let browser = home.browser().await;
    let (mut desk, mut laptop) =
        (home.app(&browser, "desk").await, home.app(&browser, "laptop").await);
    let now = desk.now_ms;
    for wrong in [now - 3 * HOUR, now + 3 * HOUR] {
        let token = desk.signer.token(wrong).unwrap();
        let error = desk.api.refresh(&token).await.unwrap_err();
        let balados_sync::Error::TokenExpired { server_ms: Some(server_ms) } = error else {
            panic!("{error:?}")
        };
        desk.signer.set_clock_offset(server_ms - wrong);
        let token = desk.signer.token(wrong).unwrap();
        desk.api.refresh(&token).await.unwrap();
        desk.signer.set_clock_offset(0);
    }

    let (ours, theirs) = (desk.token(), laptop.token());
    desk.api.revoke_app(&ours, laptop.id.as_str()).await.unwrap();
    assert_eq!(laptop.api.refresh(&theirs).await.unwrap_err().code(), "revoked");
    let again = desk.api.revoke_app(&ours, laptop.id.as_str()).await.unwrap_err();
    assert_eq!((again.code(), desk.api.apps(&ours).await.unwrap().len()), ("request-refused", 1));
    let odd = desk.api.revoke_app(&ours, "../auth/refresh?x#y").await.unwrap_err();
    assert_eq!(odd.code(), "request-refused");

    let other = Home::new().await;
    other.browser().await;
    assert_eq!(other.api.refresh(&ours).await.unwrap_err().code(), "token-unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_and_what_comes_too_often_is_said() {
    let home = Home::with(|config| config.limits.body = 3_000).await;
    let mut desk = home.app(&home.browser().await, "desk").await;
    let token = desk.token();
    // Sent at one go: a server that refuses early hangs up on what is still under way.
    let changes = (0..30).map(|it| subscription(it, desk.now_ms)).collect();
    let request = ExchangeRequest { changes, ..ExchangeRequest::default() };
    for compression in [Compression::Off, Compression::Gzip] {
        let api = desk.api.clone().compressing(compression);
        assert_eq!(api.exchange(&token, &request).await.unwrap_err().code(), "too-large");
    }

    let strict = Home::with(|config| config.limits.rate_factor = 1).await;
    let mut desk = strict.app(&strict.browser().await, "desk").await;
    let token = desk.token();
    let refused = loop {
        if let Err(error) = desk.api.apps(&token).await {
            break error;
        }
    };
    assert_eq!(refused.code(), "rate-limited");
    assert!(refused.retry_after().unwrap().as_secs() >= 1);
}
