//! What is kept of what feeds say.

use serde_json::json;

use super::publisher::{Publisher, id};
use crate::discovery::{heard, now, push, subscribed, until};
use crate::support::{Home, Listener, on_both};

const FEED: &str = "<rss><channel><title>Show</title><item><title>First</title><guid>one</guid>\
    <enclosure url=\"https://cdn.example/1.mp3\"/></item><item><title>Second</title><guid>two</guid></item></channel></rss>";

async fn event(home: &Home, listener: &Listener, feed: &str, item: Option<&str>, level: &str) {
    sqlx::query(
        "insert into event (uuid, account, type, feed, item, level, data, at_ms)
         values ($1, $2, 'play', $3, $4, $5, '{}', 0)",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(listener.id)
    .bind(feed)
    .bind(item)
    .bind(level)
    .execute(&home.sql)
    .await
    .unwrap();
}

/// Titles of feeds and items that are kept.
async fn kept(home: &Home) -> Vec<String> {
    let query = "select title from feed_info union all select title from item_info";
    sqlx::query_scalar(query).fetch_all(&home.sql).await.unwrap()
}

on_both! {
    async fn what_is_popular_has_its_title(home: Home) {
        let publisher = Publisher::open().await;
        let feed = FEED.replace("<item>", "<itunes:image href=\"https://show.example/1.jpg\"/><item>");
        publisher.feed("/feed.xml", &feed.replace("<rss>", "<rss xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">"));
        publisher.feed("/quiet.xml", FEED);
        let (shown, quiet, item) = (publisher.id("/feed.xml"), publisher.id("/quiet.xml"), id("one,https://cdn.example/1.mp3"));
        let device = home.device(&home.listener("ada").await, "desk").await;
        let at = now(&device).await;
        let private = json!({"kind": "privacy", "feed": quiet, "level": {"value": "private", "at": at}});
        push(&device, &[private, subscribed(&quiet, at), heard(&quiet, &item, at)]).await;
        push(&device, &[subscribed(&shown, at), heard(&shown, &item, at)]).await;
        let all = until(&home, "trending/podcasts", |it| it["podcasts"][0]["title"] == "Show").await;
        let podcast = &all["podcasts"][0];
        assert_eq!((&podcast["feed_title"], &podcast["image"]), (&json!("Show"), &json!("https://show.example/1.jpg")));
        assert_eq!(podcast["feed_cover"]["src"], podcast["image"]);
        let all = until(&home, "trending/episodes", |it| it["episodes"][0]["episode_title"] == "First").await;
        assert_eq!(all["episodes"][0]["podcast_title"], "Show");
        let page = reqwest::get(format!("{}/discover", home.base)).await.unwrap().text().await.unwrap();
        assert!(page.contains("Show") && page.contains("First"), "{page}");
        assert_eq!((publisher.asked("/feed.xml").len(), publisher.asked("/quiet.xml").len()), (1, 0));
    }

    async fn only_what_somebody_shows_is_kept(home: Home) {
        let publisher = Publisher::open().await;
        publisher.feed("/feed.xml", FEED);
        publisher.feed("/quiet.xml", FEED);
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let (shown, quiet) = (publisher.id("/feed.xml"), publisher.id("/quiet.xml"));
        let secret = id(&publisher.url("/feed.xml").replace("http://", "http://ada:secret@"));
        let item = id("one,https://cdn.example/1.mp3");
        event(&home, &ada, &quiet, Some(&item), "private").await;
        event(&home, &ada, &secret, Some(&item), "public").await;
        for feed in [&quiet, &secret, &shown] {
            device.get(&format!("/api/v1/subscriptions/{feed}/metadata")).await.expect(200);
        }
        event(&home, &ada, &shown, Some(&item), "anonymous").await;
        // It is kept as soon as it may be seen, without being fetched again.
        while kept(&home).await.is_empty() {
            device.get(&format!("/api/v1/subscriptions/{shown}/metadata")).await.expect(200);
        }
        while kept(&home).await.len() < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(kept(&home).await, ["Show", "First"]);
        assert_eq!(publisher.asked("/quiet.xml").len(), 1);
    }
}
