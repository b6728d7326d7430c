//! Several servers on one database.

use serde_json::json;

use super::{counted, feed, heard, item, level, now, number, push, subscribed, until};
use crate::support::Home;

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_count_everything_once_and_agree_on_who_is_named() {
    let home = Home::postgres().await;
    let other = home.another_node().await;
    let there = format!("http://{}", other.address());
    let (news, first) = (feed("news"), item("first"));
    let mut listeners = Vec::new();
    for n in 0..12 {
        let listener = home.listener(&format!("listener{n}")).await;
        let device = home.device(&listener, "desk").await;
        let device = if n % 2 == 0 { device } else { device.at(&there) };
        listeners.push((listener, device));
    }
    let at = now(&listeners[0].1).await;
    // Both nodes write and count at the same time.
    let all = listeners.iter().map(|(_, device)| {
        let (news, first) = (news.clone(), first.clone());
        async move {
            push(device, &[subscribed(&news, at)]).await;
            push(device, &[heard(&news, &first, at)]).await;
            push(device, &[heard(&news, &item("second"), at)]).await;
        }
    });
    futures_util::future::join_all(all).await;
    counted(&home).await;
    let path = format!("feed/{news}/popularity");
    let podcast = until(&home, &path, |it| it["podcast"]["plays"] == 24).await["podcast"].take();
    assert_eq!((&podcast["score"], &podcast["subscriber_count"]), (&json!(12 * 20), &json!(12)));
    assert_eq!(podcast["plays_people"].as_array().unwrap().len(), 10);
    // Whoever hides on one node is not named on the other for longer than an answer is kept.
    for (_, device) in &listeners {
        push(device, &[level(None, None, "anonymous", at + 1)]).await;
    }
    until(&home, &path, |it| it["podcast"]["plays_people"] == json!([])).await;
    assert_eq!(number(&home, "select count(*) from event where level = 'anonymous'").await, 36);
    other.stop().await;
}
