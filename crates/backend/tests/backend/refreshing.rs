use balados_backend::{Event, view::FeedHealth};

use crate::{
    house::{House, event},
    publisher::{Feed, Publisher},
};

#[tokio::test(flavor = "multi_thread")]
async fn new_episodes_arrive_and_are_told() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    publisher.set_feed(Feed::Episodes(5));
    let mut events = app.backend.events();
    app.backend.refresh(Some(podcast)).await.unwrap();
    let told = event(&mut events, |event| match event {
        Event::EpisodesChanged { podcast_id, .. } => Some(podcast_id),
        _ => None,
    });
    assert_eq!(told.await, podcast);
    assert_eq!(app.episodes(podcast).await.len(), 5);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_feed_keeps_its_episodes_and_says_why_until_it_heals() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    publisher.set_feed(Feed::Status(503));
    let error = app.backend.refresh(Some(podcast)).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.retry), ("http-status", true));
    let shown = app.backend.podcast(podcast).await.unwrap();
    let FeedHealth::Failing { error: kept, since_ms } = shown.summary.health else {
        panic!("{:?}", shown.summary.health)
    };
    assert_eq!(kept, error, "what is kept can be shown like the first time");
    assert!(since_ms.is_some() && shown.next_refresh_ms.is_some());
    assert_eq!(app.episodes(podcast).await.len(), 2);
    publisher.set_feed(Feed::Episodes(2));
    app.backend.refresh(Some(podcast)).await.unwrap();
    let healed = app.backend.podcast(podcast).await.unwrap().summary.health;
    assert_eq!(healed, FeedHealth::Ok);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_feed_is_shown_as_ended() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    publisher.set_feed(Feed::Status(410));
    assert_eq!(app.backend.refresh(Some(podcast)).await.unwrap_err().code, "feed-gone");
    let shown = app.backend.podcast(podcast).await.unwrap().summary;
    assert_eq!((shown.health, shown.episode_count), (FeedHealth::Gone, 2));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refreshing_all_reads_each_feed_once_and_tells_the_end() {
    let house = House::new();
    let app = house.start().await;
    let (one, two) = (Publisher::start(1, 1).await, Publisher::start(1, 1).await);
    app.add(&one).await;
    app.add(&two).await;
    two.set_feed(Feed::Status(500));
    let mut events = app.backend.events();
    let (first, second) = tokio::join!(app.backend.refresh(None), app.backend.refresh(None));
    first.and(second).expect("single failures are noted at their podcasts");
    let last = event(&mut events, |event| match event {
        Event::RefreshProgress { progress } => (!progress.running).then_some(progress),
        _ => None,
    });
    let last = last.await;
    assert_eq!((last.done, last.total), (2, 2));
    assert_eq!((one.feed_requests(), two.feed_requests()), (2, 2));
    app.quit().await;
}
