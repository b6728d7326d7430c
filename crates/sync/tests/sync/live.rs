//! Changes come while the connection is open, and its end has a reason.

use std::time::Duration;

use balados_protocol::{FeedId, ItemId};
use balados_sync::{
    Changes, Error, Live, LiveConfig, Message, Opid, Outcome, Play, Position, Push,
};
use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::tungstenite::{
    Message as Frame,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use crate::support::{Home, Stranger, subscription};

const SHORT: Duration = Duration::from_millis(200);

async fn changes(live: &mut Live) -> Changes {
    match live.next().await.unwrap() {
        Message::Changes(changes) => changes,
        Message::Answer(answer) => panic!("no changes but {answer:?}"),
    }
}

async fn outcome(live: &mut Live, opid: Opid) -> Outcome {
    match live.next().await.unwrap() {
        Message::Answer(answer) if answer.opid == Some(opid) => answer.outcome,
        other => panic!("no answer but {other:?}"),
    }
}

async fn subscribed(live: &mut Live) -> Changes {
    let opid = live.subscribe(None).await.unwrap();
    assert_eq!(outcome(live, opid).await, Outcome::Done { refused: vec![], changes: vec![] });
    changes(live).await
}

/// What comes after everything else.
async fn end(mut live: Live) -> Error {
    loop {
        if let Err(error) = live.next().await {
            assert_eq!(live.next().await.unwrap_err().code(), "live-ended");
            return error;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_device_does_arrives() {
    let home = Home::new().await;
    let browser = home.browser().await;
    let (mut desk, mut laptop) =
        (home.app(&browser, "desk").await, home.app(&browser, "laptop").await);
    let at = desk.now_ms;
    let (mut on_desk, mut on_laptop) = (desk.live().await, laptop.live().await);
    let first = subscribed(&mut on_desk).await;
    assert!(first.after.is_none() && first.changes.is_empty() && !first.more);
    subscribed(&mut on_laptop).await;

    let records: Vec<_> = (0..20).map(|it| subscription(it, at)).collect();
    let push = Push::front_of("one", &records).unwrap().unwrap();
    assert_eq!(push.count(), 20);
    let opid = on_laptop.push(&push).await.unwrap();
    assert_eq!(
        outcome(&mut on_laptop, opid).await,
        Outcome::Done { refused: vec![], changes: vec![] }
    );
    assert!(changes(&mut on_laptop).await.changes.is_empty(), "one's own are not told");
    let news = changes(&mut on_desk).await;
    assert_eq!((news.after, news.changes), (Some(first.cursor), records));

    desk.send(vec![subscription(99, at)]).await;
    let news = changes(&mut on_laptop).await;
    assert_eq!(news.changes, [subscription(99, at)]);
    assert!(!news.reset && !news.more);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_comes_in_pieces_and_a_lost_cursor_begins_anew() {
    let home = Home::new().await;
    let mut desk = home.app(&home.browser().await, "desk").await;
    let at = desk.now_ms;
    desk.send((0..1_200).map(|it| subscription(it, at)).collect()).await;
    let mut live = desk.live().await;
    let mut pieces = vec![subscribed(&mut live).await];
    while pieces.last().unwrap().more {
        pieces.push(changes(&mut live).await);
    }
    assert!(pieces.len() > 2);
    assert_eq!(pieces.iter().map(|piece| piece.changes.len()).sum::<usize>(), 1_200);
    for pair in pieces.windows(2) {
        assert_eq!(pair[1].after.as_ref(), Some(&pair[0].cursor));
    }

    let foreign = "0123456789abcdef.7".parse().unwrap();
    let opid = live.subscribe(Some(&foreign)).await.unwrap();
    assert_eq!(outcome(&mut live, opid).await, Outcome::Done { refused: vec![], changes: vec![] });
    let first = changes(&mut live).await;
    assert!(first.reset && first.more && first.after == Some(foreign));

    let mut live = desk.live().await;
    let opid = live.subscribe(Some(&pieces.last().unwrap().cursor)).await.unwrap();
    outcome(&mut live, opid).await;
    assert!(changes(&mut live).await.changes.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_answers_and_the_connection_goes_on() {
    let home = Home::new().await;
    let mut desk = home.app(&home.browser().await, "desk").await;
    let at = desk.now_ms;
    let mut live = desk.live().await;
    let records = [subscription(1, at), subscription(2, at + 3_600_000)];
    let push = Push::front_of("one", &records).unwrap().unwrap();
    let opid = live.push(&push).await.unwrap();
    let Outcome::Done { refused, .. } = outcome(&mut live, opid).await else { panic!("rejected") };
    assert_eq!((refused.len(), refused[0].index), (1, 1));
    let push = Push::front_of("", &records).unwrap().unwrap();
    let opid = live.push(&push).await.unwrap();
    let Outcome::Rejected { code, .. } = outcome(&mut live, opid).await else { panic!("taken") };
    assert_eq!(code, "VALIDATION_ERROR");
    let play = Play {
        feed: FeedId::of_address("https://example.com/1.xml"),
        item: ItemId::read("ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz").unwrap(),
        position: Position::of_ms(i64::MAX),
        played: false,
    };
    let opid = live.record_play(&play).await.unwrap();
    assert_eq!(outcome(&mut live, opid).await, Outcome::Done { refused: vec![], changes: vec![] });
    assert_eq!(desk.send(vec![]).await.changes.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn shutting_an_app_out_ends_its_connection() {
    let home = Home::new().await;
    let browser = home.browser().await;
    let (mut desk, mut laptop) =
        (home.app(&browser, "desk").await, home.app(&browser, "laptop").await);
    let (on_desk, token) = (desk.live().await, desk.token());
    let theirs = laptop.token();
    laptop.api.revoke_app(&theirs, desk.id.as_str()).await.unwrap();
    assert_eq!(end(on_desk).await.code(), "revoked");
    let again = Live::connect(&home.base, &token, LiveConfig::default()).await;
    assert_eq!(again.unwrap_err().code(), "live-not-let-in");
    assert_eq!(desk.api.refresh(&token).await.unwrap_err().code(), "revoked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_says_so() {
    let home = Home::new().await;
    let mut desk = home.app(&home.browser().await, "desk").await;
    let live = desk.live().await;
    home.server.stop().await;
    assert_eq!(end(live).await.code(), "server-stopping");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_too_many_connections_is_asked_for_patience() {
    let home = Home::with(|config| config.limits.connections_per_account = 1).await;
    let mut desk = home.app(&home.browser().await, "desk").await;
    let first = desk.live().await;
    let token = desk.token();
    let second = Live::connect(&home.base, &token, LiveConfig::default()).await;
    assert_eq!(second.unwrap_err().code(), "rate-limited");
    drop(first);
    let config = LiveConfig::default();
    // The server has to hear of the end first.
    while Live::connect(&home.base, &token, config).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The server ends connections on which nothing comes for a second: the pings are what it hears.
#[tokio::test(flavor = "multi_thread")]
async fn pings_keep_a_connection_open() {
    let home = Home::with(|config| config.limits.idle_seconds = 1).await;
    let mut desk = home.app(&home.browser().await, "desk").await;
    let config = LiveConfig { ping: SHORT, silence: 4 * SHORT, ..LiveConfig::default() };
    let mut live = desk.live_with(config).await;
    let quiet = tokio::time::timeout(Duration::from_secs(3), live.next()).await;
    assert!(quiet.is_err(), "{quiet:?}");
    subscribed(&mut live).await;
}

#[tokio::test]
async fn silence_is_noticed() {
    let stranger = Stranger::live(|socket| async {
        let _socket = socket;
        std::future::pending::<()>().await;
    })
    .await;
    let config = LiveConfig { ping: SHORT, silence: 3 * SHORT, ..LiveConfig::default() };
    let live = Live::connect(&stranger.base, "token", config).await.unwrap();
    let error = tokio::time::timeout(Duration::from_secs(5), end(live)).await.unwrap();
    assert_eq!(error.code(), "live-silent");
}

#[tokio::test]
async fn every_end_has_its_reason() {
    for (code, reason) in [(1008, "revoked"), (1012, "server-stopping"), (1011, "live-ended")] {
        let stranger = Stranger::live(move |mut socket| async move {
            let close = CloseFrame { code: CloseCode::from(code), reason: "".into() };
            socket.close(Some(close)).await.unwrap();
            while socket.next().await.is_some() {}
        })
        .await;
        let live = Live::connect(&stranger.base, "token", LiveConfig::default()).await.unwrap();
        assert_eq!(end(live).await.code(), reason);
    }
    let stranger = Stranger::live(|socket| async { drop(socket) }).await;
    let live = Live::connect(&stranger.base, "token", LiveConfig::default()).await.unwrap();
    assert_eq!(end(live).await.class(), balados_protocol::ErrorClass::Transient);
    let stranger = Stranger::live(|mut socket| async move {
        socket.send(Frame::text("no JSON")).await.unwrap();
    })
    .await;
    let live = Live::connect(&stranger.base, "token", LiveConfig::default()).await.unwrap();
    assert_eq!(end(live).await.code(), "malformed-answer");
}

/// Whoever is slow to listen loses nothing, and the connection stays open meanwhile.
#[tokio::test]
async fn a_slow_listener_is_waited_for() {
    const MESSAGES: u64 = 200;
    let stranger = Stranger::live(|mut socket| async move {
        for number in 0..MESSAGES {
            let text =
                format!(r#"{{"type":"changes","after":null,"cursor":"e.{number}","changes":[]}}"#);
            socket.send(Frame::text(text)).await.unwrap();
            socket.send(Frame::text(r#"{"type":"hint"}"#)).await.unwrap();
        }
        while socket.next().await.is_some() {}
    })
    .await;
    let config = LiveConfig { ping: SHORT, silence: 2 * SHORT, ..LiveConfig::default() };
    let mut live = Live::connect(&stranger.base, "token", config).await.unwrap();
    tokio::time::sleep(4 * SHORT).await;
    for number in 0..MESSAGES {
        assert_eq!(changes(&mut live).await.cursor.seq, i64::try_from(number).unwrap());
    }
}

#[tokio::test]
async fn a_connection_ends_when_it_is_dropped() {
    let (tell, told) = tokio::sync::oneshot::channel();
    let stranger = Stranger::live(|mut socket| async move {
        while let Some(Ok(frame)) = socket.next().await {
            if frame.is_close() {
                let _ = tell.send(());
                return;
            }
        }
    })
    .await;
    let live = Live::connect(&stranger.base, "token", LiveConfig::default()).await.unwrap();
    drop(live);
    tokio::time::timeout(Duration::from_secs(5), told).await.unwrap().unwrap();
}
