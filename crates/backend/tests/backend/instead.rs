//! Publishers that answer the server, and not this computer.

use balados_backend::view::{FeedHealth, Metered, NetworkSettings, OnOtherDevices, Podcast};

use crate::{
    house::{App, House},
    publisher::{Feed, Publisher},
    syncing::Town,
};

/// What the app calls itself; the server calls itself otherwise.
const APP: &str = "Balados/";

fn refuses(status: u16, episodes: u32) -> Feed {
    Feed::Refuses { who: APP, status, episodes }
}

async fn shown(app: &App, podcast: i64) -> Podcast {
    app.backend.podcast(podcast).await.unwrap()
}

async fn setting(app: &App, read_through_server: bool) {
    let settings = NetworkSettings { read_through_server, metered: Metered::Sparing };
    app.backend.set_network_settings(settings).await.unwrap();
    assert_eq!(app.backend.network_settings().await.unwrap(), settings);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_fails_again_is_read_through_the_server() {
    let (town, house, publisher) = (Town::new().await, House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    // The server reads it as soon as it hears of it, and keeps it for some minutes.
    publisher.set_feed(refuses(503, 5));
    town.connect(&app.backend).await;
    let error = app.backend.refresh(Some(podcast)).await.unwrap_err();
    assert_eq!(error.code, "http-status", "once is no reason to tell anybody");
    assert_eq!(shown(&app, podcast).await.read_through, None);
    for _ in 0..2 {
        app.backend.refresh(Some(podcast)).await.unwrap();
        let it = shown(&app, podcast).await;
        assert_eq!(it.read_through.as_deref(), Some(town.host().as_str()));
        assert_eq!((it.summary.health, it.summary.episode_count), (FeedHealth::Ok, 5));
    }
    // The publisher was asked each time, and is believed as soon as it answers.
    publisher.set_feed(Feed::Episodes(6));
    app.backend.refresh(Some(podcast)).await.unwrap();
    let it = shown(&app, podcast).await;
    assert_eq!((it.read_through, it.summary.episode_count), (None, 6));
    app.quit().await;
    town.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_in_the_place_of_a_publisher_who_has_said_something() {
    let (town, house, publisher) = (Town::new().await, House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    town.connect(&app.backend).await;
    for status in [404, 401, 429] {
        publisher.set_feed(refuses(status, 5));
        for _ in 0..2 {
            app.backend.refresh(Some(podcast)).await.unwrap_err();
        }
        assert_eq!(shown(&app, podcast).await.summary.episode_count, 2, "{status}");
    }
    app.quit().await;
    town.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_private_is_shown_to_nobody() {
    let (town, house, publisher) = (Town::new().await, House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let open = app.add(&publisher).await;
    let secret = format!("{}?token=abcdef", publisher.feed_url());
    app.backend.add_podcast(&secret).await.unwrap();
    town.connect(&app.backend).await;
    publisher.set_feed(refuses(503, 5));
    let fails_twice = async |podcast: i64| {
        for _ in 0..2 {
            app.backend.refresh(Some(podcast)).await.unwrap_err();
        }
    };
    fails_twice(open + 1).await;
    setting(&app, false).await;
    fails_twice(open).await;
    setting(&app, true).await;
    app.backend.refresh(Some(open)).await.unwrap();
    assert_eq!(shown(&app, open + 1).await.read_through, None);
    app.backend.keep_here(open, OnOtherDevices::Stays).await.unwrap();
    app.backend.refresh(Some(open)).await.unwrap_err();
    app.backend.share_podcast(open).await.unwrap();
    app.backend.refresh(Some(open)).await.unwrap();
    // Whoever leaves the server is on their own again.
    app.backend.disconnect(false).await.unwrap();
    app.backend.refresh(Some(open)).await.unwrap_err();
    app.quit().await;
    town.stop().await;
}
