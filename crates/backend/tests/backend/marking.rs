use balados_backend::view::EpisodeState;

use crate::{house::House, publisher::Publisher};

#[tokio::test(flavor = "multi_thread")]
async fn marks_can_be_undone() {
    let (house, publisher) = (House::new(), Publisher::start(3, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let ids: Vec<i64> = app.episodes(podcast).await.iter().map(|episode| episode.id).collect();
    let before = app.backend.set_played(ids.clone(), true).await.unwrap();
    assert_eq!(app.backend.podcast(podcast).await.unwrap().summary.unplayed_count, 0);
    app.backend.restore_progress(before).await.unwrap();
    assert_eq!(app.backend.podcast(podcast).await.unwrap().summary.unplayed_count, 3);
    assert_eq!(app.episode(ids[0]).await.state, EpisodeState::New);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn marking_the_episode_in_the_player_shows_there() {
    let (house, publisher) = (House::new(), Publisher::start(1, 60).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    app.backend.play_episode(episode).await.unwrap();
    app.hear(2_000).await;
    app.backend.pause().await.unwrap();
    app.backend.set_played(vec![episode], true).await.unwrap();
    app.player(|view| view.episode.as_ref().is_some_and(|e| e.state == EpisodeState::Played)).await;
    app.quit().await;
}
