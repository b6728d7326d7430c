use balados_library::{Extent, FeedUpdate, Incoming, Levels, Taken, Validators};
use balados_protocol::{
    Record, Register, Stamp,
    record::{Level, Privacy},
};

use crate::support::{NOW, TestLibrary, episodes, feed, fields};

/// Titles are all the same here: numbers tell shows apart.
fn own(levels: &Levels) -> Vec<(i64, Level)> {
    levels.shows.iter().map(|show| (show.podcast.0, show.level)).collect()
}

#[tokio::test]
async fn the_level_of_a_show_comes_before_that_of_everything() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    let levels = library.levels().await.unwrap();
    assert_eq!((levels.everything, levels.default_level()), (None, Level::Public));
    library.set_level(None, Some(Level::Anonymous), NOW).await.unwrap();
    library.set_level(Some(podcast), Some(Level::Private), NOW + 1).await.unwrap();
    let levels = library.levels().await.unwrap();
    assert_eq!(levels.everything, Some(Level::Anonymous));
    assert_eq!(own(&levels), [(podcast.0, Level::Private)]);
    assert_eq!(library.own_level_of(podcast).await.unwrap(), Some(Level::Private));
    library.set_level(Some(podcast), None, NOW + 2).await.unwrap();
    assert_eq!(library.own_level_of(podcast).await.unwrap(), None);
    let told = library.waiting().await;
    assert_eq!(told.iter().filter(|it| matches!(it, Record::Privacy(_))).count(), 2);
}

#[tokio::test]
async fn anonymous_mode_hides_what_is_public_and_opens_nothing() {
    let library = TestLibrary::new().await;
    let mut shows = Vec::new();
    for (n, level) in [Level::Public, Level::Private, Level::Anonymous].into_iter().enumerate() {
        let id = library.subscribe_to(&format!("https://example.org/{n}"), &episodes(1)).await;
        library.set_level(Some(id), Some(level), NOW).await.unwrap();
        shows.push(id.0);
    }
    assert!(!library.levels().await.unwrap().has_nothing_public());
    library.set_anonymous(true, NOW + 1).await.unwrap();
    let levels = library.levels().await.unwrap();
    assert!(levels.has_nothing_public());
    assert_eq!(levels.everything, Some(Level::Anonymous));
    let hidden =
        [(shows[0], Level::Anonymous), (shows[1], Level::Private), (shows[2], Level::Anonymous)];
    assert_eq!(own(&levels), hidden);
    // Once more changes nothing that is remembered.
    library.set_anonymous(true, NOW + 2).await.unwrap();
    library.set_anonymous(false, NOW + 3).await.unwrap();
    let levels = library.levels().await.unwrap();
    assert_eq!(levels.everything, Some(Level::Public));
    let before =
        [(shows[0], Level::Public), (shows[1], Level::Private), (shows[2], Level::Anonymous)];
    assert_eq!(own(&levels), before);
    // What is private for everything is not opened by hiding.
    library.set_level(None, Some(Level::Private), NOW + 4).await.unwrap();
    library.set_anonymous(true, NOW + 5).await.unwrap();
    assert_eq!(library.levels().await.unwrap().everything, Some(Level::Private));
}

#[tokio::test]
async fn levels_come_from_other_devices() {
    let library = TestLibrary::new().await;
    let level = Register::new(Some(Level::Private), Stamp(NOW));
    let records = vec![Record::Privacy(Privacy { feed: None, item: None, level })];
    let incoming = Incoming { records, ..Incoming::default() };
    let changed = library.take(Taken { incoming, ..Taken::default() }, NOW).await.unwrap();
    assert!(changed.privacy);
    assert_eq!(library.levels().await.unwrap().everything, Some(Level::Private));
}

#[tokio::test]
async fn a_show_that_moves_stays_as_closed_as_it_was() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    library.set_level(Some(podcast), Some(Level::Private), NOW).await.unwrap();
    let (fields, validators) = (fields("A podcast"), Validators::default());
    let update = FeedUpdate {
        fields: &fields,
        episodes: &episodes(1),
        validators: &validators,
        extent: Extent::Whole,
        moved_to: Some(&feed("https://new.example.org/feed")),
        next_refresh_ms: None,
    };
    library.apply_feed(podcast, &update, NOW + 1).await.unwrap();
    assert_eq!(library.own_level_of(podcast).await.unwrap(), Some(Level::Private));
}
