//! Each act counts once.

use balados_server::Server;
use serde_json::json;

use super::{
    counted, feed, heard, item, level, liked, now, number, public, push, subscribed, unliked,
    unsubscribed, until,
};
use crate::support::{Home, Listener, on_both};

/// Acts that were written down and not counted yet.
async fn uncounted(home: &Home, listener: &Listener, acts: i64, at: i64) {
    for n in 0..acts {
        sqlx::query(
            "insert into event (uuid, account, type, feed, item, level, data, at_ms)
             values ($1, $2, 'play', $3, $4, 'anonymous', '{}', $5)",
        )
        .bind(uuid::Uuid::new_v4().to_string())
        .bind(listener.id)
        .bind(feed(&format!("show{}", n % 7)))
        .bind(item(&format!("item{}", n % 31)))
        .bind(at - n * 1_000)
        .execute(&home.sql)
        .await
        .unwrap();
    }
}

const ACTS: i64 = 1_500;

on_both! {
    /// Servers come and go while they count, beside one that stays.
    async fn nothing_is_counted_twice_or_lost(home: Home) {
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let at = now(&device).await;
        uncounted(&home, &ada, ACTS, at).await;
        // SQLite has one server.
        let rounds = if home.config.database_url.is_some() { 8 } else { 0 };
        for round in 0..rounds {
            let passing = Server::start(home.config.clone()).await.unwrap();
            // What is not at rest when it stops is broken off.
            tokio::time::sleep(std::time::Duration::from_millis(round * 7)).await;
            passing.stop().await;
        }
        let bob = home.device(&home.listener("bob").await, "desk").await;
        push(&bob, &[subscribed(&feed("other"), at)]).await;
        counted(&home).await;
        for of in ["item = ''", "item <> ''"] {
            let plays = format!("select cast(sum(plays) as bigint) from score where {of}");
            let plays = plays.replace("bigint", if home.config.database_url.is_some() { "bigint" } else { "integer" });
            assert_eq!(number(&home, &plays).await, ACTS, "{of}");
        }
        let all = until(&home, "trending/podcasts", |it| it["podcasts"].as_array().unwrap().len() == 8).await;
        let scores: i64 = all["podcasts"].as_array().unwrap().iter().map(|it| it["score"].as_i64().unwrap()).sum();
        assert!((ACTS * 5 - 20..=ACTS * 5 + 15).contains(&scores), "{scores}");
    }

    async fn nobody_makes_something_popular_alone(home: Home) {
        let (news, first) = (feed("news"), item("first"));
        let device = home.device(&home.listener("ada").await, "desk").await;
        let at = now(&device).await;
        for n in 0..5 {
            push(&device, &[subscribed(&news, at + 10 * n), liked(&news, None, at + 10 * n)]).await;
            push(&device, &[unsubscribed(&news, at + 10 * n + 1), unliked(&news, None, at + 10 * n + 1)]).await;
        }
        push(&device, &[liked(&news, None, at + 1_000)]).await;
        let plays: Vec<_> = (0..30).map(|n| heard(&news, &item(&format!("item{n}")), at)).collect();
        push(&device, &plays).await;
        for generation in 1..5 {
            let mut again = heard(&news, &first, at);
            again["generation"] = json!(generation);
            push(&device, &[again]).await;
        }
        counted(&home).await;
        let podcast = until(&home, &format!("feed/{news}/popularity"), |it| it["podcast"]["score"] == 10 + 7 + 20 * 5).await["podcast"].take();
        assert_eq!((&podcast["plays"], &podcast["likes"], &podcast["subscriber_count"]), (&json!(20), &json!(1), &json!(0)));
    }

    async fn what_is_taken_back_does_not_count(home: Home) {
        let (news, first) = (feed("news"), item("first"));
        let device = home.device(&home.listener("ada").await, "desk").await;
        let at = now(&device).await;
        push(&device, &[heard(&news, &first, at), liked(&news, Some(&first), at)]).await;
        until(&home, &format!("episode/{first}/popularity"), |it| it["episode"]["score"] == 12).await;
        push(&device, &[unliked(&news, Some(&first), at + 1)]).await;
        let episode = until(&home, &format!("episode/{first}/popularity"), |it| it["episode"]["score"] == 5).await;
        assert_eq!((&episode["episode"]["likes"], &episode["episode"]["plays"]), (&json!(0), &json!(1)));
        let events = public(&home, "timeline").await.expect(200)["events"].as_array().unwrap().clone();
        assert_eq!(events.iter().map(|it| it["event_type"].as_str().unwrap()).collect::<Vec<_>>(), ["play"]);
    }

    async fn what_was_shared_counts_once_a_day(home: Home) {
        let (news, first) = (feed("news"), item("first"));
        let eve = home.device(&home.listener("eve").await, "desk").await;
        push(&eve, &[level(None, None, "private", now(&eve).await)]).await;
        let ada = home.device(&home.listener("ada").await, "desk").await;
        for device in [&eve, &ada, &ada] {
            device.post(&format!("/api/v1/episodes/{first}/share"), &json!({"feed": news})).await.expect(200);
        }
        push(&ada, &[subscribed(&feed("other"), now(&ada).await)]).await;
        let episode = until(&home, &format!("episode/{first}/popularity"), |_| true).await["episode"].take();
        assert_eq!((&episode["score"], &episode["plays"]), (&json!(2), &json!(0)));
        assert_eq!(public(&home, "timeline?event_type=share").await.expect(200)["events"].as_array().unwrap().len(), 1);
    }

    async fn a_library_that_is_brought_along_is_no_news(home: Home) {
        let (news, first) = (feed("news"), item("first"));
        let ada = home.device(&home.listener("ada").await, "desk").await;
        let long_ago = 1_700_000_000_000;
        push(&ada, &[subscribed(&news, long_ago), heard(&news, &first, long_ago), liked(&news, None, long_ago)]).await;
        assert_eq!(number(&home, "select count(*) from event").await, 0);
        let bob = home.device(&home.listener("bob").await, "desk").await;
        push(&bob, &[subscribed(&news, now(&bob).await)]).await;
        let podcast = until(&home, &format!("feed/{news}/popularity"), |_| true).await["podcast"].take();
        assert_eq!((&podcast["score"], &podcast["subscriber_count"], &podcast["likes"]), (&json!(10), &json!(2), &json!(1)));
    }
}
