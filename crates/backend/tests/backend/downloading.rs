use balados_backend::{
    Event,
    view::{Download, EpisodeFilter, EpisodeOrder, PlayerPhase},
};

use crate::{
    house::{House, event},
    publisher::Publisher,
};

async fn ended(events: &mut balados_backend::EventStream, id: i64) -> Download {
    event(events, |event| match event {
        Event::DownloadChanged { episode_id, download } if episode_id == id => match download {
            Download::Done { .. } | Download::Failed { .. } | Download::None => Some(download),
            Download::Queued | Download::Running { .. } => None,
        },
        _ => None,
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_downloaded_episode_plays_without_the_network() {
    let (house, publisher) = (House::new(), Publisher::start(2, 20).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    let mut events = app.backend.events();
    app.backend.download(episode).await.unwrap();
    let done = ended(&mut events, episode).await;
    assert!(matches!(done, Download::Done { bytes } if bytes > 300_000), "{done:?}");
    let (filter, order) = (EpisodeFilter::Downloaded, EpisodeOrder::Newest);
    let listed = app.backend.episodes(podcast, filter, order, None, None, 10).await.unwrap();
    assert_eq!(listed.items.len(), 1);
    publisher.stop();
    app.quit().await;

    let app = house.start().await;
    app.backend.play_episode(episode).await.unwrap();
    app.hear(2_000).await;
    app.backend.seek(15_000).await.unwrap();
    app.player(|view| view.phase == PlayerPhase::Playing && view.position_ms >= 15_000).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_download_says_why_and_a_removed_one_is_gone() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episodes = app.episodes(podcast).await;
    let mut events = app.backend.events();
    app.backend.download(episodes[0].id).await.unwrap();
    ended(&mut events, episodes[0].id).await;
    publisher.remove_recording();
    app.backend.download(episodes[1].id).await.unwrap();
    let Download::Failed { error } = ended(&mut events, episodes[1].id).await else {
        panic!("it cannot succeed")
    };
    assert_eq!(error.code, "http-status");
    app.backend.remove_download(episodes[0].id).await.unwrap();
    assert_eq!(app.episode(episodes[0].id).await.download, Download::None);
    app.backend.play_episode(episodes[0].id).await.unwrap();
    app.phase(PlayerPhase::Failed).await;
    app.quit().await;
}
