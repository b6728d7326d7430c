//! Fields, statuses, headers.

use serde_json::{Value, json};

use super::{feed, heard, id, item, now, public, push, subscribed, until};
use crate::support::{Home, Reply, on_both};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn check_keys(value: &Value, expected: &str) {
    let mut expected: Vec<&str> = expected.split_whitespace().collect();
    expected.sort_unstable();
    let mut found = keys(value);
    found.sort_unstable();
    assert_eq!(found, expected);
}

const COUNTERS: &str = "score score_previous plays plays_previous plays_people likes likes_previous likes_people \
                        inserted_at updated_at";

on_both! {
    async fn answers_have_the_fields_of_both_clients(home: Home) {
        let (news, first) = (feed("news"), item("first"));
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let at = now(&device).await;
        push(&device, &[subscribed(&news, at), heard(&news, &first, at)]).await;
        let all = until(&home, "trending/podcasts", |it| it["podcasts"][0]["score"] == 15).await;
        check_keys(&all, "podcasts updated_at");
        let podcast = &all["podcasts"][0];
        let fields = format!("rss_source_feed feed_title feed_author feed_description feed_cover {COUNTERS} feed_url title image subscriber_count");
        check_keys(podcast, &fields);
        assert_eq!((&podcast["rss_source_feed"], &podcast["feed_url"]), (&json!(news), &json!("https://news.example/feed.xml")));
        // Without a title there is the address.
        assert_eq!((&podcast["title"], &podcast["feed_title"]), (&podcast["feed_url"], &json!(null)));
        let one = public(&home, &format!("feed/{news}/popularity")).await.expect(200);
        check_keys(&one, "podcast");
        check_keys(&one["podcast"], &fields);
        let episodes = until(&home, "trending/episodes", |it| it["episodes"][0]["score"] == 5).await;
        let fields = format!("rss_source_feed rss_source_item episode_title episode_author episode_description podcast_title \
                              episode_link episode_cover {COUNTERS}");
        check_keys(&episodes["episodes"][0], &fields);
        let one = public(&home, &format!("episode/{first}/popularity")).await.expect(200);
        check_keys(&one["episode"], &fields);
        let timeline = public(&home, "timeline?limit=1").await.expect(200);
        check_keys(&timeline, "events pagination");
        assert_eq!(timeline["pagination"], json!({"limit": 1, "offset": 0}));
        let event = &timeline["events"][0];
        check_keys(event, "id user_id event_type rss_source_feed rss_source_item privacy event_data event_timestamp inserted_at");
        assert_eq!((&event["event_type"], &event["user_id"]), (&json!("play"), &json!(ada.uuid)));
        assert_eq!(event["event_data"], json!({"position": 61, "played": false}));
        let time = event["event_timestamp"].as_str().unwrap();
        assert!(time.len() == 20 && time.ends_with('Z'), "{time}");
        let second = public(&home, "timeline?limit=1&offset=1").await.expect(200);
        assert_eq!(second["events"][0]["event_type"], "subscribe");
        assert_eq!(public(&home, "timeline?event_type=like").await.expect(200)["events"], json!([]));
        assert_eq!(public(&home, "timeline?user_id=nobody%00").await.expect(200)["events"], json!([]));
    }

    async fn ids_and_numbers_are_read_kindly(home: Home) {
        for limit in ["abc", "-1", "0", "", "1e9", "99999999999999999999999"] {
            assert_eq!(public(&home, &format!("timeline?limit={limit}&offset={limit}")).await.expect(200)["pagination"],
                       json!({"limit": 50, "offset": 0}), "{limit}");
            public(&home, &format!("trending/podcasts?limit={limit}")).await.expect(200);
        }
        let most = public(&home, "timeline?limit=1000&offset=9999999").await.expect(200);
        assert_eq!(most["pagination"], json!({"limit": 100, "offset": 10_000}));
        let unknown = public(&home, &format!("feed/{}/popularity", feed("nobody"))).await.expect(404);
        assert_eq!(unknown, json!({"error": "NOT_FOUND", "message": "Podcast not found"}));
        for episode in [item("nothing"), id("no")] {
            let unknown = public(&home, &format!("episode/{episode}/popularity")).await.expect(404);
            assert_eq!(unknown["message"], "Episode not found");
        }
        for path in ["feed/~c2VjcmV0/popularity", "feed/%25%25/popularity", "episode/***/popularity", "timeline?feed=***", "trending/episodes?feed=***"] {
            assert_eq!(public(&home, path).await.expect(400)["error"], "BAD_REQUEST", "{path}");
        }
    }

    async fn answers_can_be_kept(home: Home) {
        for path in ["trending/podcasts", "trending/episodes", "timeline"] {
            let reply = public(&home, path).await;
            assert_eq!(reply.headers["cache-control"], "public, max-age=60");
            assert_eq!(reply.headers["content-type"], "application/json");
            let tag = reply.headers["etag"].to_str().unwrap().to_owned();
            let again = reqwest::Client::new().get(format!("{}/api/v1/public/{path}", home.base)).header("if-none-match", &tag);
            let again = Reply::of(again.send().await.unwrap()).await;
            assert_eq!((again.status, again.text.as_str()), (304, ""), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rush_is_slowed_down() {
    let home = Home::with(None, |config| config.limits.rate_factor = 1).await;
    let mut refused = None;
    for _ in 0..5_000 {
        let reply = public(&home, "timeline").await;
        if reply.status != 200 {
            refused = Some(reply);
            break;
        }
    }
    let refused = refused.unwrap().expect(429);
    assert_eq!(refused["error"], "RATE_LIMIT_EXCEEDED");
}
