//! Arguments that no window of ours sends: a page that was taken over might.

use std::time::Duration;

use balados_backend::view::{EpisodeFilter, EpisodeOrder, EpisodeState, PlayerPhase, PodcastOrder};

use crate::{
    house::House,
    publisher::{Publisher, RATE},
};

const STRANGE_NUMBERS: [i64; 6] = [i64::MIN, -1, 0, 1 << 53, i64::MAX - 1, i64::MAX];

const STRANGE_TEXTS: [&str; 8] = [
    "",
    "\0",
    "../../etc/passwd",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user:secret@",
    "'; drop table podcast; --",
    "\u{202e}gpj.exe",
];

#[tokio::test(flavor = "multi_thread")]
async fn strange_places_and_volumes_leave_a_player_that_plays() {
    let (house, publisher) = (House::new(), Publisher::start(1, 60).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    for number in STRANGE_NUMBERS {
        app.backend.play_episode_from(episode, Some(number)).await.unwrap();
        app.backend.seek(number).await.unwrap();
        app.backend.skip(number).await.unwrap();
    }
    for volume in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300] {
        app.backend.set_volume(volume).await.unwrap();
        let volume = app.backend.player().volume;
        assert!((0.0..=1.0).contains(&volume), "{volume}");
    }
    app.backend.set_volume(1.0).await.unwrap();
    app.backend.play_episode_from(episode, Some(0)).await.unwrap();
    app.backend.play().await.unwrap();
    while app.backend.player().phase != PlayerPhase::Playing {
        // What was written before each jump has to leave the device first.
        app.device.pull(RATE as usize / 10);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strange_ids_cursors_and_texts_are_answered_or_refused_and_change_nothing() {
    let (house, publisher) = (House::new(), Publisher::start(2, 60).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let before = app.episodes(podcast).await;
    let backend = &app.backend;
    for id in STRANGE_NUMBERS {
        assert!(backend.podcast(id).await.is_err() && backend.episode(id).await.is_err());
        // Refused or nothing to do: either way it returns.
        let _ = backend.unsubscribe(id).await;
        let _ = backend.refresh(Some(id)).await;
        let _ = backend.download(id).await;
        let _ = backend.remove_download(id).await;
        let _ = backend.play_episode(id).await;
    }
    for text in STRANGE_TEXTS {
        let cursor = Some(text.to_owned());
        let (order, newest) = (PodcastOrder::Title, EpisodeOrder::Newest);
        let found = backend.podcasts(order, cursor.clone(), None, u32::MAX).await.unwrap();
        assert!(found.items.len() <= 1);
        assert!(backend.podcasts(order, None, cursor.clone(), 1).await.is_err(), "{text:?}");
        let wrong = backend.episodes(podcast, EpisodeFilter::All, newest, None, cursor, 1).await;
        assert!(wrong.is_err(), "{text:?}");
        assert!(backend.add_podcast(text).await.is_err(), "{text:?}");
        assert!(backend.submit_user_id(text).is_err(), "{text:?}");
        let _ = backend.retry_change(Some(text)).await;
        let _ = backend.discard_change(text).await;
        assert!(backend.revoke_app(text).await.is_err(), "there is no server: {text:?}");
    }
    assert_eq!(app.episodes(podcast).await, before);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn marking_more_episodes_than_there_are_marks_none() {
    let (house, publisher) = (House::new(), Publisher::start(1, 60).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let real = app.episodes(podcast).await[0].id;
    let ids: Vec<i64> = (real..real + 100_000).collect();
    let refused = app.backend.set_played(ids, true).await.unwrap_err();
    assert_eq!(refused.code, "not-found");
    assert_eq!(app.episodes(podcast).await[0].state, EpisodeState::New, "all or nothing");
    app.quit().await;
}
