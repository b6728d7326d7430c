use balados_backend::{
    Event,
    view::{AddOutcome, FeedPreview, Link, LinkTarget, PodcastOrder},
};

use crate::{
    house::{House, event},
    publisher::{Feed, Publisher},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_added_with_its_episodes() {
    let (house, publisher) = (House::new(), Publisher::start(3, 1).await);
    let app = house.start().await;
    let mut events = app.backend.events();
    let podcast = app.add(&publisher).await;
    let changed = event(&mut events, |event| match event {
        Event::PodcastsChanged { ids } => Some(ids),
        _ => None,
    });
    assert_eq!(changed.await, [podcast]);
    let titles: Vec<String> = app.episodes(podcast).await.into_iter().map(|e| e.title).collect();
    assert_eq!(titles, ["Episode 1", "Episode 2", "Episode 3"]);
    let list = app.backend.podcasts(PodcastOrder::Title, None, None, 10).await.unwrap();
    assert_eq!((list.items[0].unplayed_count, list.items[0].subscribed), (3, true));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_there_is_not_read_again() {
    let (house, publisher) = (House::new(), Publisher::start(1, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let again = app.backend.add_podcast(&format!(" {}#top ", publisher.feed_url())).await.unwrap();
    let title = "The show".to_owned();
    assert_eq!(again, AddOutcome::AlreadySubscribed { podcast_id: podcast, title });
    assert_eq!(publisher.feed_requests(), 1);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_hides_and_coming_back_finds_everything() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let first = app.episodes(podcast).await[0].id;
    app.backend.set_played(vec![first], true).await.unwrap();
    app.backend.unsubscribe(podcast).await.unwrap();
    let list = app.backend.podcasts(PodcastOrder::Title, None, None, 10).await.unwrap();
    assert!(list.items.is_empty());
    assert_eq!(app.add(&publisher).await, podcast);
    let summary = app.backend.podcast(podcast).await.unwrap().summary;
    assert_eq!((summary.subscribed, summary.unplayed_count), (true, 1));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_page_offers_its_feeds() {
    let (house, publisher) = (House::new(), Publisher::start(1, 1).await);
    publisher.set_feed(Feed::Page);
    let app = house.start().await;
    let outcome = app.backend.add_podcast(&publisher.feed_url()).await.unwrap();
    let AddOutcome::Choices { feeds, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(feeds[0].title.as_deref(), Some("The show"));
    assert!(feeds[0].url.ends_with("/other.xml"));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_added_says_why_and_adds_nothing() {
    let (house, publisher) = (House::new(), Publisher::start(1, 1).await);
    let app = house.start().await;
    let url = publisher.feed_url();
    for (feed, code) in [(404, "http-status"), (410, "feed-gone"), (500, "http-status")] {
        publisher.set_feed(Feed::Status(feed));
        let error = app.backend.add_podcast(&url).await.unwrap_err();
        assert_eq!(error.code, code, "{feed}");
        assert!(error.detail.contains_key("host"), "{error:?}");
    }
    for (address, code) in [
        ("", "address-empty"),
        ("word", "address-invalid"),
        ("ftp://a.example/f", "address-scheme"),
        ("http://does-not-exist.invalid/feed", "host-unknown"),
    ] {
        let error = app.backend.add_podcast(address).await.unwrap_err();
        assert_eq!(error.code, code, "{address}");
    }
    let list = app.backend.podcasts(PodcastOrder::Title, None, None, 10).await.unwrap();
    assert!(list.items.is_empty());
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_can_be_given_up() {
    let (house, publisher) = (House::new(), Publisher::start(1, 1).await);
    publisher.set_feed(Feed::Hangs);
    let app = house.start().await;
    let (backend, url) = (app.backend.clone(), publisher.feed_url());
    let adding = tokio::spawn(async move { backend.add_podcast(&url).await });
    while publisher.feed_requests() == 0 {
        tokio::task::yield_now().await;
    }
    app.backend.cancel_add();
    assert_eq!(adding.await.unwrap().unwrap_err().code, "cancelled");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_was_looked_at_is_added_without_reading_it_again() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let url = publisher.feed_url();
    let preview = app.backend.preview_feed(&url).await.unwrap();
    let FeedPreview::Podcast { title, episode_count, .. } = preview else { panic!("{preview:?}") };
    assert_eq!((title.as_str(), episode_count), ("The show", 2));
    let list = app.backend.podcasts(PodcastOrder::Title, None, None, 10).await.unwrap();
    assert!(list.items.is_empty(), "a look adds nothing");
    let podcast_id = app.add(&publisher).await;
    assert_eq!(publisher.feed_requests(), 1);
    let known = FeedPreview::AlreadySubscribed { podcast_id, title };
    assert_eq!(app.backend.preview_feed(&url).await.unwrap(), known);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_leads_to_what_is_here() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let app = house.start().await;
    let link = |guid: Option<&str>| Link {
        feed_url: publisher.feed_url(),
        guid: guid.map(str::to_owned),
        at_ms: None,
    };
    let find = async |guid| app.backend.find_link(&link(guid)).await.unwrap();
    assert_eq!(find(None).await, LinkTarget::Unknown);
    let podcast_id = app.add(&publisher).await;
    assert_eq!(find(None).await, LinkTarget::Podcast { podcast_id });
    let episode_id = app.episodes(podcast_id).await[0].id;
    assert_eq!(find(Some("episode-1")).await, LinkTarget::Episode { episode_id });
    assert_eq!(find(Some("gone")).await, LinkTarget::EpisodeMissing { podcast_id });
    app.backend.unsubscribe(podcast_id).await.unwrap();
    assert_eq!(
        find(Some("episode-1")).await,
        LinkTarget::Unknown,
        "what was left is asked about anew"
    );
    app.quit().await;
}
