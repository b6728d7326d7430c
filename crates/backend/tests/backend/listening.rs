use balados_backend::view::{EpisodeState, PlayerPhase};

use crate::{
    house::{House, until},
    publisher::{Publisher, level_of},
};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_heard_is_what_the_position_says() {
    let (house, publisher) = (House::new(), Publisher::start(1, 120).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    app.backend.play_episode(episode).await.unwrap();
    app.hear(3_000).await;
    app.backend.seek(60_500).await.unwrap();
    app.player(|view| view.phase == PlayerPhase::Playing && view.position_ms >= 60_500).await;
    app.device.take_heard();
    let view = app.hear(300).await;
    assert!((60_500..61_500).contains(&view.position_ms), "{}", view.position_ms);
    let heard = app.device.take_heard();
    let wanted = f32::from(level_of(60)) / 32_768.0;
    assert!(heard.iter().all(|sample| (sample - wanted).abs() < 0.001), "second 60 is heard");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_quitting_the_episode_waits_paused_where_it_was() {
    let (house, publisher) = (House::new(), Publisher::start(2, 60).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[1].id;
    app.backend.set_volume(0.5).await.unwrap();
    app.backend.play_episode(episode).await.unwrap();
    let left_at = app.hear(7_000).await.position_ms;
    app.quit().await;

    let sent = publisher.media_bytes();
    let app = house.start().await;
    let shown = app.backend.player();
    assert_eq!(shown.phase, PlayerPhase::Paused);
    assert_eq!(shown.episode.map(|episode| episode.id), Some(episode));
    assert!((shown.position_ms - left_at).abs() < 300, "{} {left_at}", shown.position_ms);
    assert!((shown.volume - 0.5).abs() < f64::EPSILON);
    assert_eq!(publisher.media_bytes(), sent, "a start asks the network for nothing");
    app.backend.play().await.unwrap();
    let view = app.phase(PlayerPhase::Playing).await;
    assert!(view.position_ms >= left_at - 300);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_any_moment_less_than_five_seconds_are_unsaved() {
    let (house, publisher) = (House::new(), Publisher::start(1, 60).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    app.backend.play_episode(episode).await.unwrap();
    // Another process looks at the file, as the next start would after a power cut.
    let library = balados_library::Library::open(&house.library()).await.unwrap();
    for _ in 0..20 {
        let heard = app.hear(1_000).await.position_ms;
        let saved = library.session().await.unwrap().unwrap().position_ms;
        let saved = i64::try_from(saved).unwrap();
        assert!(heard - saved < 5_000, "heard {heard}, saved {saved}");
    }
    library.close().await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_heard_to_the_end_is_played() {
    let (house, publisher) = (House::new(), Publisher::start(1, 3).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    app.backend.play_episode(episode).await.unwrap();
    app.hear(2_900).await;
    let device = app.device.clone();
    tokio::task::spawn_blocking(move || {
        while device.taken() < 24_000 {
            device.pull_ready(800, std::time::Duration::from_millis(50));
        }
        device.pull(800);
    })
    .await
    .unwrap();
    app.phase(PlayerPhase::Ended).await;
    app.player(|view| {
        view.episode.as_ref().is_some_and(|episode| episode.state == EpisodeState::Played)
    })
    .await;
    assert_eq!(app.backend.podcast(podcast).await.unwrap().summary.unplayed_count, 0);
    app.backend.play().await.unwrap();
    let again = app.player(|view| view.phase == PlayerPhase::Playing).await;
    assert!(again.position_ms < 1_000, "it begins again");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_played_says_why_and_can_be_tried_again() {
    let (house, publisher) = (House::new(), Publisher::start(1, 10).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    publisher.remove_recording();
    app.backend.play_episode(episode).await.unwrap();
    let failed = app.phase(PlayerPhase::Failed).await;
    let error = failed.error.expect("a reason");
    assert_eq!(error.code, "http-status");
    assert_eq!(error.detail.get("status").map(String::as_str), Some("404"));
    let refusals = publisher.media_refusals();
    app.backend.play().await.unwrap();
    until(|| publisher.media_refusals() > refusals).await;
    app.phase(PlayerPhase::Failed).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_sound_device_the_app_says_so_and_goes_on() {
    let (house, publisher) = (House::new(), Publisher::start(2, 10).await);
    let app = house.start().await;
    app.device.set_absent(true);
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    app.backend.play_episode(episode).await.unwrap();
    let view = app.player(|view| view.error.is_some()).await;
    assert_eq!(view.error.map(|error| error.code).as_deref(), Some("device-absent"));
    assert_eq!(app.episodes(podcast).await.len(), 2);
    app.device.set_absent(false);
    app.backend.play().await.unwrap();
    app.phase(PlayerPhase::Playing).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_episodes_keeps_the_place_of_the_first() {
    let (house, publisher) = (House::new(), Publisher::start(2, 60).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episodes = app.episodes(podcast).await;
    app.backend.play_episode(episodes[0].id).await.unwrap();
    app.hear(6_000).await;
    app.backend.play_episode(episodes[1].id).await.unwrap();
    app.hear(1_000).await;
    let first = app.episode(episodes[0].id).await;
    assert_eq!(first.state, EpisodeState::InProgress);
    assert!((5_500..=6_500).contains(&first.position_ms), "{}", first.position_ms);
    app.backend.play_episode(episodes[0].id).await.unwrap();
    let view = app.player(|view| view.position_ms > 5_000).await;
    assert_eq!(view.episode.map(|episode| episode.id), Some(episodes[0].id));
    app.quit().await;
}
