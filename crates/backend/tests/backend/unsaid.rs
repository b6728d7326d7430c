//! Whatever a listener does with a show that is kept on this computer, or is private: what the server is asked for says
//! nothing of it, by whatever way. A show that is open goes the same ways, so that this can fail.

use balados_backend::{
    Backend,
    view::{List, ListPlace, OnOtherDevices, PrivacyLevel, SyncState},
};

use crate::{
    eavesdropper::Eavesdropper,
    house::{App, House},
    publisher::{Feed, Publisher},
    syncing::{Town, until},
};

/// Everything that somebody could hear of.
async fn does_everything(app: &App, podcast: i64) {
    let backend = &app.backend;
    let episodes: Vec<i64> = app.episodes(podcast).await.iter().map(|it| it.id).collect();
    backend.set_podcast_liked(podcast, true).await.unwrap();
    backend.set_episodes_liked(episodes.clone(), true).await.unwrap();
    backend.set_played(vec![episodes[1]], true).await.unwrap();
    backend.set_bookmark(episodes[0], 1_000, "Here").await.unwrap();
    backend.add_to_list(List::Queue, episodes.clone(), ListPlace::Last).await.unwrap();
    backend.create_playlist("Train", episodes.clone()).await.unwrap();
    backend.create_collection("News", vec![podcast]).await.unwrap();
    backend.play_episode(episodes[0]).await.unwrap();
    app.hear(1_000).await;
    backend.pause().await.unwrap();
    backend.sync_now().await.unwrap();
}

/// What a window asks of the server when it shows a podcast.
async fn looks_at(app: &App, podcast: i64) {
    app.backend.podcast_popularity(podcast).await.unwrap();
    for episode in app.episodes(podcast).await {
        app.backend.episode_popularity(episode.id).await.unwrap();
    }
    app.backend.discover_now().await.unwrap();
}

async fn refreshes(backend: &Backend, podcast: i64) {
    for _ in 0..3 {
        // Whether the server can help depends on what it may be asked.
        let _ = backend.refresh(Some(podcast)).await;
    }
}

/// The host and port of a publisher: every address of its show has them.
fn address(publisher: &Publisher) -> String {
    let url = publisher.feed_url();
    url.trim_start_matches("http://").trim_end_matches("/feed.xml").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_here_is_named_by_no_request_and_what_is_private_only_by_records() {
    let (town, house) = (Town::new().await, House::new());
    let eavesdropper = Eavesdropper::before(town.address()).await;
    let app = house.start().await;
    let mut shows = Vec::new();
    for _ in 0..3 {
        let publisher = Publisher::start(2, 5).await;
        let podcast = app.add(&publisher).await;
        shows.push((publisher, podcast));
    }
    let [(open, _), (private, _), (kept, _)] = shows.as_slice() else { panic!() };
    app.backend.set_privacy(Some(shows[1].1), Some(PrivacyLevel::Private)).await.unwrap();
    app.backend.keep_here(shows[2].1, OnOtherDevices::Stays).await.unwrap();
    town.sign_in_by(&app.backend, eavesdropper.address).await;
    app.backend.confirm_sign_in().await.unwrap();
    until(&app.backend, |view| view.state == SyncState::Resting).await;

    for (publisher, podcast) in &shows {
        does_everything(&app, *podcast).await;
        looks_at(&app, *podcast).await;
        publisher.set_feed(Feed::Refuses { who: "Balados/", status: 503, episodes: 5 });
        refreshes(&app.backend, *podcast).await;
    }
    // Popularity is asked for behind those who look.
    let ways = ["/popularity", "/rss/proxy/", "/exchange"];
    let is_heard = |publisher: &Publisher, way: &str| {
        let paths = eavesdropper.named_by(&address(publisher));
        paths.iter().any(|path| path.contains(way))
    };
    crate::house::until(|| ways.iter().all(|way| is_heard(open, way))).await;
    app.backend.sync_now().await.unwrap();
    app.quit().await;

    let of_private = eavesdropper.named_by(&address(private));
    assert!(of_private.iter().all(|path| path.ends_with("/exchange")), "{of_private:?}");
    assert!(!of_private.is_empty(), "it is on the listener's other devices");
    assert_eq!(eavesdropper.named_by(&address(kept)), Vec::<String>::new());
    town.stop().await;
}
