//! What is popular now, and what was.

use serde_json::json;

use super::{counted, feed, heard, item, now, push, subscribed, until};
use crate::support::{Home, Listener, on_both};

const DAY: i64 = 86_400_000;

async fn played(home: &Home, listener: &Listener, feed: &str, at: i64, times: u32) {
    for _ in 0..times {
        sqlx::query(
            "insert into event (uuid, account, type, feed, item, level, data, at_ms)
             values ($1, $2, 'play', $3, $4, 'public', '{}', $5)",
        )
        .bind(uuid::Uuid::new_v4().to_string())
        .bind(listener.id)
        .bind(feed)
        .bind(item("first"))
        .bind(at)
        .execute(&home.sql)
        .await
        .unwrap();
    }
}

on_both! {
    async fn what_was_popular_gives_way_to_what_is(home: Home) {
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let at = now(&device).await;
        played(&home, &ada, &feed("old"), at - 21 * DAY, 8).await;
        played(&home, &ada, &feed("recent"), at - 7 * DAY, 4).await;
        push(&device, &[heard(&feed("new"), &item("first"), at), subscribed(&feed("new"), at)]).await;
        let all = until(&home, "trending/podcasts", |it| it["podcasts"].as_array().unwrap().len() == 3).await;
        let found: Vec<_> = all["podcasts"].as_array().unwrap().iter()
            .map(|it| (it["feed_url"].as_str().unwrap(), it["score"].as_i64().unwrap())).collect();
        assert_eq!(found, [("https://new.example/feed.xml", 15), ("https://recent.example/feed.xml", 10), ("https://old.example/feed.xml", 5)]);
        let two = until(&home, "trending/podcasts?limit=2", |_| true).await;
        assert_eq!(two["podcasts"].as_array().unwrap().len(), 2);
        let items = until(&home, &format!("trending/episodes?feed={}", feed("old")), |_| true).await;
        assert_eq!(items["episodes"].as_array().unwrap().len(), 1);
        assert_eq!(items["episodes"][0]["rss_source_feed"], json!(feed("old")));
        // In several feeds: where it is most popular.
        let episode = until(&home, &format!("episode/{}/popularity", item("first")), |_| true).await;
        assert_eq!(episode["episode"]["rss_source_feed"], json!(feed("recent")));
    }

    async fn last_week_is_remembered(home: Home) {
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let at = now(&device).await;
        played(&home, &ada, &feed("news"), at - 8 * DAY, 4).await;
        played(&home, &ada, &feed("news"), at, 1).await;
        push(&device, &[subscribed(&feed("other"), at)]).await;
        counted(&home).await;
        let score = until(&home, &format!("feed/{}/popularity", feed("news")), |it| it["podcast"]["plays"] == 5).await;
        assert_eq!(score["podcast"]["score_previous"], 0);
        // As if the server had turned the day a week ago, and not since.
        let week_ago = at.div_euclid(DAY) - 7;
        sqlx::query("delete from score_of_day").execute(&home.sql).await.unwrap();
        sqlx::query("insert into score_of_day (day, key, rank, plays, likes) select $1, key, rank - 1, 4, 2 from score")
            .bind(week_ago).execute(&home.sql).await.unwrap();
        sqlx::query("update meta set value = $1 where key = 'discovery_day'").bind(week_ago.to_string()).execute(&home.sql).await.unwrap();
        push(&device, &[subscribed(&feed("third"), at)]).await;
        let before = until(&home, &format!("feed/{}/popularity", feed("news")), |it| it["podcast"]["plays_previous"] == 4).await["podcast"].take();
        assert_eq!(before["likes_previous"], 2);
        // Half of what it would be with today's rank a week ago.
        let (now, then) = (before["score"].as_i64().unwrap(), before["score_previous"].as_i64().unwrap());
        assert!((now - then).abs() <= 1, "{now} {then}");
    }

    async fn what_has_faded_is_forgotten(home: Home) {
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let at = now(&device).await;
        played(&home, &ada, &feed("faded"), at - 80 * DAY, 1).await;
        played(&home, &ada, &feed("ancient"), at - 100 * DAY, 1).await;
        push(&device, &[subscribed(&feed("news"), at)]).await;
        counted(&home).await;
        sqlx::query("update meta set value = '1' where key = 'discovery_day'").execute(&home.sql).await.unwrap();
        push(&device, &[subscribed(&feed("other"), at)]).await;
        let all = until(&home, "trending/podcasts", |it| it["podcasts"].as_array().unwrap().len() == 2).await;
        assert!(all["podcasts"].as_array().unwrap().iter().all(|it| it["score"] == 10));
        let shown = until(&home, "timeline", |it| it["events"].as_array().unwrap().len() == 3).await;
        assert!(!shown.to_string().contains(&feed("ancient")));
    }
}
