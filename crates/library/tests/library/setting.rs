use balados_library::{Extent, FeedUpdate, OnOtherDevices, PodcastId, SettingScope, Validators};
use balados_protocol::Record;
use serde_json::json;

use crate::support::{NOW, TestLibrary, episodes, feed, fields};

#[tokio::test]
async fn settings_of_this_device_do_not_travel() {
    let library = TestLibrary::new().await;
    assert_eq!(library.setting("theme").await.unwrap(), None);
    library.set_setting("theme", &json!("dark"), SettingScope::Device, NOW).await.unwrap();
    assert_eq!(library.setting("theme").await.unwrap(), Some(json!("dark")));
    assert_eq!(library.pending_count().await.unwrap(), 0);
}

#[tokio::test]
async fn shared_settings_travel_once_for_each_change() {
    let library = TestLibrary::new().await;
    for value in [json!({ "rate": 1.5 }), json!({ "rate": 2 }), json!({ "rate": 2 })] {
        library.set_setting("speed", &value, SettingScope::Shared, NOW).await.unwrap();
    }
    let entries = library.pending_records(10).await.unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].revision, 2, "what is so already is no change");
    assert!(matches!(
        &entries[0].record,
        Record::Setting(it) if it.key == "speed" && it.value.value.as_deref() == Some(r#"{"rate":2}"#)
    ));
}

#[tokio::test]
async fn a_setting_of_a_podcast_travels_by_its_feed_and_leaves_the_others_alone() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    let other = library.subscribe_to("https://example.org/other", &[]).await;
    let before = library.pending_count().await.unwrap();
    for value in [json!(1.5), json!(1.75), json!(1.75)] {
        library.set_podcast_setting(podcast, "speed", Some(&value), NOW).await.unwrap();
    }
    assert_eq!(library.podcast_setting(podcast, "speed").await.unwrap(), Some(json!(1.75)));
    assert_eq!(library.podcast_setting(other, "speed").await.unwrap(), None);
    assert_eq!(library.podcast_setting(podcast, "else").await.unwrap(), None);
    assert_eq!(library.setting("speed").await.unwrap(), None);
    assert_eq!(library.pending_count().await.unwrap(), before + 1);
    library.set_podcast_setting(podcast, "speed", None, NOW + 1).await.unwrap();
    assert_eq!(library.podcast_setting(podcast, "speed").await.unwrap(), None);
    assert_eq!(library.pending_count().await.unwrap(), before + 1, "going back travels, too");
    let missing = PodcastId(99);
    assert!(library.set_podcast_setting(missing, "speed", None, NOW).await.is_err());
}

#[tokio::test]
async fn a_setting_of_a_podcast_follows_it_to_another_address() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    library.set_podcast_setting(podcast, "speed", Some(&json!(2)), NOW).await.unwrap();
    let (fields, validators) = (fields("A podcast"), Validators::default());
    let update = FeedUpdate {
        fields: &fields,
        episodes: &episodes(1),
        validators: &validators,
        extent: Extent::Whole,
        moved_to: Some(&feed("https://example.org/moved")),
        next_refresh_ms: None,
    };
    library.apply_feed(podcast, &update, NOW + 1).await.unwrap();
    assert_eq!(library.podcast_setting(podcast, "speed").await.unwrap(), Some(json!(2)));
    library.set_podcast_setting(podcast, "speed", Some(&json!(3)), NOW + 2).await.unwrap();
    assert_eq!(library.podcast_setting(podcast, "speed").await.unwrap(), Some(json!(3)));
    assert_eq!(library.podcast_settings("speed").await.unwrap(), [(podcast, json!(3))]);
}

#[tokio::test]
async fn podcasts_with_a_setting_of_their_own_are_listed_with_it() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    let other = library.subscribe_to("https://example.org/other", &[]).await;
    let without = library.subscribe_to("https://example.org/third", &[]).await;
    library.set_setting("speed", &json!(3), SettingScope::Shared, NOW).await.unwrap();
    library.set_podcast_setting(podcast, "speeds", Some(&json!(9)), NOW).await.unwrap();
    assert_eq!(library.podcast_settings("speed").await.unwrap(), []);
    for (podcast, value) in [(other, json!(2)), (podcast, json!(1.5)), (without, json!(1))] {
        library.set_podcast_setting(podcast, "speed", Some(&value), NOW).await.unwrap();
    }
    library.set_podcast_setting(without, "speed", None, NOW + 1).await.unwrap();
    let own = library.podcast_settings("speed").await.unwrap();
    assert_eq!(own, [(podcast, json!(1.5)), (other, json!(2))]);
    library.unsubscribe(other, NOW + 2).await.unwrap();
    assert_eq!(library.podcast_settings("speed").await.unwrap(), own, "it can still be heard");
}

#[tokio::test]
async fn a_setting_of_a_podcast_that_stays_here_stays_here() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    library.keep_here(podcast, OnOtherDevices::Stays, NOW).await.unwrap();
    let before = library.pending_count().await.unwrap();
    library.set_podcast_setting(podcast, "speed", Some(&json!(2)), NOW).await.unwrap();
    assert_eq!(library.podcast_setting(podcast, "speed").await.unwrap(), Some(json!(2)));
    assert_eq!(library.pending_count().await.unwrap(), before);
}
