use balados_backend::{Event, EventStream, view::FeedHealth};

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

async fn news_of(events: &mut EventStream) -> Vec<Event> {
    // The job's own last word comes after the news.
    let mut news = Vec::new();
    loop {
        match events.next().await.expect("the backend runs") {
            event @ Event::NewEpisodes { .. } => news.push(event),
            Event::PodcastsChanged { .. } => return news,
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_out_after_the_first_reading_is_news_once() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let mut events = app.backend.events();
    let podcast = app.add(&publisher).await;
    assert_eq!(news_of(&mut events).await, [], "the listener has just added it");

    publisher.set_feed(Feed::Episodes(3));
    app.backend.refresh(Some(podcast)).await.unwrap();
    let news = news_of(&mut events).await;
    let [Event::NewEpisodes { podcast_id, podcast_title, count, episodes }] = &news[..] else {
        panic!("{news:?}")
    };
    let shown = app.backend.podcast(podcast).await.unwrap().summary;
    assert_eq!((*podcast_id, podcast_title, *count), (podcast, &shown.title, 1));
    let newest = app.episodes(podcast).await.pop().unwrap();
    assert_eq!(
        (episodes[0].id, &episodes[0].title, episodes[0].playable),
        (newest.id, &newest.title, true)
    );

    app.backend.refresh(Some(podcast)).await.unwrap();
    assert_eq!(news_of(&mut events).await, [], "it was told");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_news_of_a_podcast_that_was_left() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    app.backend.unsubscribe(podcast).await.unwrap();
    publisher.set_feed(Feed::Episodes(4));
    let mut events = app.backend.events();
    app.backend.refresh(Some(podcast)).await.unwrap();
    assert_eq!(news_of(&mut events).await, []);
    app.quit().await;
}
