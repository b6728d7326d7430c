//! What is popular, asked of a real server.

use std::time::Duration;

use balados_backend::{
    Backend, Event,
    view::{Discover, Popularity},
};

use crate::{
    house::{House, event},
    publisher::Publisher,
    syncing::Town,
};

const PATIENCE: Duration = Duration::from_secs(40);

/// A server keeps an answer for some seconds.
async fn discovered(backend: &Backend, wanted: impl Fn(&Discover) -> bool) -> Discover {
    let asking = async {
        loop {
            let found = backend.discover_now().await.unwrap();
            if wanted(&found) {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.expect("it becomes popular in time")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_listeners_follow_is_found_followed_and_kept() {
    let (town, publisher) = (Town::new().await, Publisher::start(2, 1).await);
    let (desk_house, phone_house) = (House::new(), House::new());
    let desk = desk_house.start().await;
    let alone = desk.backend.discover().await.unwrap();
    assert_eq!(alone, Discover::default(), "this computer only");
    let podcast = desk.add(&publisher).await;
    town.connect(&desk.backend).await;
    let found = discovered(&desk.backend, |found| {
        found.podcasts.first().is_some_and(|it| it.title == "The show")
    })
    .await;
    let first = &found.podcasts[0];
    assert_eq!((first.podcast_id, first.subscribed), (Some(podcast), true));
    assert_eq!(first.popularity.subscribers, Some(1));
    assert!(found.error.is_none() && found.told_ms.is_some());

    // Single numbers are never waited for, and told when they are there.
    let mut events = desk.backend.events();
    assert_eq!(desk.backend.podcast_popularity(podcast).await.unwrap(), None);
    let told = event(&mut events, |event| match event {
        Event::PopularityChanged { podcast_id, .. } => podcast_id,
        _ => None,
    });
    assert_eq!(told.await, podcast);
    let counts = desk.backend.podcast_popularity(podcast).await.unwrap();
    assert!(matches!(counts, Some(Popularity { subscribers: Some(1), .. })), "{counts:?}");

    // Whoever finds it there follows it at once, and it is read behind that.
    let phone = phone_house.start().await;
    let id = phone
        .backend
        .subscribe_found(&first.feed_url, Some(first.title.clone()), None)
        .await
        .unwrap();
    assert!(phone.backend.podcast(id).await.unwrap().summary.subscribed);
    phone.backend.refresh(Some(id)).await.unwrap();
    assert_eq!(phone.episodes(id).await.len(), 2);
    phone.quit().await;

    // Without the server the list stays, with its time and with why.
    town.stop().await;
    let told_ms = found.told_ms;
    let found = desk.backend.discover_now().await.unwrap();
    assert_eq!((found.podcasts.len(), found.told_ms), (1, told_ms));
    assert_eq!(found.error.unwrap().code, "host-unreachable");
    desk.quit().await;
    let desk = desk_house.start().await;
    let kept = desk.backend.discover().await.unwrap();
    assert_eq!((kept.podcasts.len(), kept.told_ms, kept.error), (1, told_ms, None));
    desk.backend.disconnect(false).await.unwrap();
    assert_eq!(desk.backend.discover().await.unwrap(), Discover::default());
    desk.quit().await;
}
