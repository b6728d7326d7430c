use balados_backend::view::PlayerPhase;

use crate::{house::House, publisher::Publisher};

#[tokio::test(flavor = "multi_thread")]
async fn liking_what_is_in_the_player_shows_there_and_leaves_its_place() {
    let (house, publisher) = (House::new(), Publisher::start(2, 120).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let ids: Vec<i64> = app.episodes(podcast).await.iter().map(|episode| episode.id).collect();
    app.backend.play_episode_from(ids[0], Some(60_000)).await.unwrap();
    app.hear(1_000).await;
    app.backend.pause().await.unwrap();
    // Not yet a step back that counts elsewhere: only the player knows this place.
    app.backend.seek(10_000).await.unwrap();
    app.quit().await;
    let app = house.start().await;
    assert_eq!(app.phase(PlayerPhase::Paused).await.position_ms, 10_000);
    assert_eq!(app.backend.set_episodes_liked(ids.clone(), true).await.unwrap(), ids);
    let seen = app.player(|view| view.episode.as_ref().is_some_and(|it| it.liked)).await;
    assert_eq!(seen.position_ms, 10_000);
    assert_eq!(app.backend.set_episodes_liked(ids, false).await.unwrap().len(), 2);
    app.player(|view| view.episode.as_ref().is_some_and(|it| !it.liked)).await;
    let missing = app.backend.set_bookmark(999, 0, "").await.unwrap_err();
    assert_eq!(missing.code, "not-found");
    app.quit().await;
}
