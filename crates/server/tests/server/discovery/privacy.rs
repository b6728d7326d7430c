//! Public, anonymous, private.

use serde_json::{Value, json};

use super::{
    counted, feed, heard, id, item, level, liked, now, number, public, push, subscribed, until,
};
use crate::support::{Home, Listener, on_both};

/// Everything that anybody can read about a feed and an item of it, and about listeners.
async fn everything(
    home: &Home,
    feed: &str,
    item: &str,
    listeners: &[&Listener],
) -> Vec<(String, String)> {
    let mut paths: Vec<String> = [
        "trending/podcasts?limit=100",
        "trending/podcasts",
        "trending/episodes",
        "trending/episodes?limit=100",
        "timeline",
        "timeline?limit=100",
        "timeline?limit=100&offset=1",
        "timeline?event_type=play",
        "timeline?event_type=subscribe",
        "timeline?event_type=like",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.push(format!("trending/episodes?feed={feed}"));
    paths.push(format!("feed/{feed}/popularity"));
    paths.push(format!("episode/{item}/popularity"));
    paths.push(format!("timeline?feed={feed}"));
    for listener in listeners {
        paths.push(format!("timeline?user_id={}", listener.uuid));
        paths.push(format!("timeline?user_id={}&feed={feed}", listener.uuid));
    }
    let mut all = Vec::new();
    for path in paths {
        let text = public(home, &path).await.text;
        all.push((path, text));
    }
    let page = reqwest::get(format!("{}/discover", home.base)).await.unwrap().text().await.unwrap();
    all.push(("/discover".to_owned(), page));
    all
}

/// Nobody can read this.
async fn hidden(home: &Home, feed: &str, item: &str, listeners: &[&Listener]) {
    for (path, text) in everything(home, feed, item, listeners).await {
        for listener in listeners {
            assert!(!text.contains(&listener.uuid), "{path} names {}: {text}", listener.name);
            assert!(!text.contains(&listener.name), "{path} names {}: {text}", listener.name);
        }
    }
}

on_both! {
    async fn only_public_listeners_are_named(home: Home) {
        let (news, first) = (feed("news"), item("first"));
        let (ada, bob, eve) = (home.listener("ada-public").await, home.listener("bob-anonymous").await, home.listener("eve-private").await);
        for (listener, chosen) in [(&ada, None), (&bob, Some((None, "anonymous"))), (&eve, Some((Some(news.as_str()), "private")))] {
            let device = home.device(listener, "desk").await;
            let at = now(&device).await;
            if let Some((of, chosen)) = chosen {
                push(&device, &[level(of, None, chosen, at)]).await;
            }
            push(&device, &[subscribed(&news, at), heard(&news, &first, at), liked(&news, None, at), liked(&news, Some(&first), at)]).await;
        }
        let all = until(&home, "trending/podcasts", |it| it["podcasts"][0]["plays"] == 2).await;
        let podcast = &all["podcasts"][0];
        assert_eq!(podcast["subscriber_count"], 2);
        assert_eq!(podcast["likes"], 2);
        assert_eq!((&podcast["plays_people"], &podcast["likes_people"]), (&json!([ada.uuid]), &json!([ada.uuid])));
        // Each of two listeners: subscribed, heard an item, liked the feed and the item.
        assert_eq!(podcast["score"], 2 * (10 + 5 + 7 + 7));
        counted(&home).await;
        hidden(&home, &news, &first, &[&bob, &eve]).await;
        assert_eq!(number(&home, &format!("select count(*) from event where account = {}", eve.id)).await, 0);
        let events = public(&home, "timeline").await.expect(200)["events"].as_array().unwrap().clone();
        assert_eq!(events.len(), 8);
        for event in &events {
            let is_named = event["privacy"] == "public";
            assert_eq!(event["user_id"], if is_named { json!(ada.uuid) } else { json!(null) });
        }
        for (listener, times) in [(&ada, 4), (&bob, 0), (&eve, 0)] {
            let mine = public(&home, &format!("timeline?user_id={}", listener.uuid)).await.expect(200);
            assert_eq!(mine["events"].as_array().unwrap().len(), times, "{}", listener.name);
        }
    }

    async fn a_level_that_is_chosen_later_holds_for_what_was_before(home: Home) {
        let (news, first) = (feed("news"), item("first"));
        let ada = home.listener("ada-hiding").await;
        let device = home.device(&ada, "desk").await;
        let at = now(&device).await;
        push(&device, &[subscribed(&news, at), heard(&news, &first, at), liked(&news, Some(&first), at)]).await;
        until(&home, "trending/podcasts", |it| it["podcasts"][0]["plays"] == 1).await;
        counted(&home).await;
        push(&device, &[level(None, None, "anonymous", at + 1)]).await;
        // At once, not only after it was counted.
        hidden(&home, &news, &first, &[&ada]).await;
        let podcast = public(&home, &format!("feed/{news}/popularity")).await.expect(200);
        assert_eq!((&podcast["podcast"]["plays"], &podcast["podcast"]["score"]), (&json!(1), &json!(22)));
        // What lost its name does not get it back.
        push(&device, &[level(None, None, "public", at + 2)]).await;
        hidden(&home, &news, &first, &[&ada]).await;
        push(&device, &[level(Some(&news), None, "private", at + 3)]).await;
        assert_eq!(public(&home, "timeline").await.expect(200)["events"], json!([]));
        for path in [format!("feed/{news}/popularity"), format!("episode/{first}/popularity")] {
            public(&home, &path).await.expect(404);
        }
        counted(&home).await;
        for table in ["event", "score", "score_of_day", "standing", "feed_info", "item_info"] {
            assert_eq!(number(&home, &format!("select count(*) from {table}")).await, 0, "{table}");
        }
        // Public again: what was done stays hidden, what is still so counts again.
        push(&device, &[level(Some(&news), None, "public", at + 4)]).await;
        assert_eq!(public(&home, "timeline").await.expect(200)["events"], json!([]));
        let bob = home.device(&home.listener("bob").await, "desk").await;
        push(&bob, &[heard(&news, &first, at)]).await;
        let podcast = until(&home, &format!("feed/{news}/popularity"), |_| true).await["podcast"].take();
        assert_eq!((&podcast["plays"], &podcast["score"], &podcast["subscriber_count"]), (&json!(1), &json!(5), &json!(1)));
        let episode = public(&home, &format!("episode/{first}/popularity")).await.expect(200);
        assert_eq!(episode["episode"]["likes"], 1);
    }

    async fn the_most_specific_level_holds(home: Home) {
        let (news, other, first, second) = (feed("news"), feed("other"), item("first"), item("second"));
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let at = now(&device).await;
        let levels = [level(None, None, "private", at), level(Some(&news), None, "public", at), level(Some(&news), Some(&first), "anonymous", at)];
        push(&device, &levels).await;
        push(&device, &[heard(&news, &first, at), heard(&news, &second, at), heard(&other, &first, at)]).await;
        let shown = public(&home, "timeline").await.expect(200)["events"].as_array().unwrap().clone();
        let mut shown: Vec<(&str, &Value)> = shown.iter().map(|it| (it["privacy"].as_str().unwrap(), &it["rss_source_item"])).collect();
        shown.sort_by_key(|(level, _)| *level);
        assert_eq!(shown, [("anonymous", &json!(first)), ("public", &json!(second))]);
        // Without its own level an item has its feed's, and a feed that of everything.
        push(&device, &[level(Some(&news), None, "private", at + 1)]).await;
        let left = public(&home, "timeline").await.expect(200);
        assert_eq!(left["events"].as_array().unwrap().len(), 1);
        assert_eq!(left["events"][0]["rss_source_item"], json!(first));
    }

    async fn secrets_are_never_told(home: Home) {
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let at = now(&device).await;
        let (sealed, sealed_item) = (format!("~{}", id("sealed-feed")), format!("~{}", id("sealed-item")));
        let password = id("https://ada:secret@example.com/feed.xml");
        let key = id("https://example.com/rss/show?auth=secret");
        let (news, first) = (feed("news"), item("first"));
        let mut changes = vec![subscribed(&news, at), heard(&news, &sealed_item, at)];
        for secret in [&sealed, &password, &key] {
            changes.push(subscribed(secret, at));
            changes.push(heard(secret, if secret.starts_with('~') { &sealed_item } else { &first }, at));
            changes.push(liked(secret, None, at));
        }
        push(&device, &changes).await;
        until(&home, "trending/podcasts", |it| it["podcasts"][0]["score"] == 10).await;
        counted(&home).await;
        for (path, text) in everything(&home, &news, &first, &[&ada]).await {
            for secret in [&sealed, &sealed_item, &password, &key, &"secret".to_owned()] {
                assert!(!text.contains(secret.as_str()), "{path}: {text}");
            }
        }
        for table in ["event", "score", "standing"] {
            assert_eq!(number(&home, &format!("select count(*) from {table}")).await, 1, "{table}");
        }
    }

    async fn whoever_leaves_is_forgotten(home: Home) {
        let news = feed("news");
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let at = now(&device).await;
        push(&device, &[subscribed(&news, at)]).await;
        until(&home, "trending/podcasts", |it| it["podcasts"][0]["subscriber_count"] == 1).await;
        counted(&home).await;
        sqlx::query("delete from account where id = $1").bind(ada.id).execute(&home.sql).await.unwrap();
        // The next act of anybody makes the server look again.
        let bob = home.device(&home.listener("bob").await, "desk").await;
        push(&bob, &[subscribed(&feed("other"), at)]).await;
        let all = until(&home, "trending/podcasts", |it| it["podcasts"][0]["rss_source_feed"] == feed("other")).await;
        assert_eq!(all["podcasts"].as_array().unwrap().len(), 1);
        assert!(!public(&home, "timeline").await.text.contains(&ada.uuid));
    }
}
