use balados_library::{CollectionChange, Incoming, PodcastId, PodcastOrder, Taken};

use crate::support::{NOW, TestLibrary, episodes, feed, new_podcast};

impl TestLibrary {
    async fn in_collection(&self, id: &balados_library::CollectionId) -> Vec<PodcastId> {
        let page = self.podcasts_of(Some(id), PodcastOrder::Title, None, None, 10).await.unwrap();
        page.items.iter().map(|row| row.id).collect()
    }
}

#[tokio::test]
async fn podcasts_are_grouped() {
    let library = TestLibrary::new().await;
    let one = library.subscribe_to("https://example.org/1", &[]).await;
    let two = library.subscribe_to("https://example.org/2", &[]).await;
    let id = library.create_collection("News", NOW).await.unwrap();
    library.set_in_collection(&id, &[one, two], true, NOW).await.unwrap();
    assert_eq!(library.in_collection(&id).await, [one, two]);
    assert_eq!(library.collections_with(two).await.unwrap(), std::slice::from_ref(&id));
    library.set_in_collection(&id, &[one], false, NOW).await.unwrap();
    let row = library.collection(&id).await.unwrap();
    assert_eq!((row.podcast_count, row.podcasts), (1, vec![two]));
    library.unsubscribe(two, NOW).await.unwrap();
    assert_eq!(library.in_collection(&id).await, [], "only what is followed");
    library.resubscribe(two, NOW).await.unwrap();
    let change = CollectionChange { title: Some("Nouvelles".to_owned()), description: None };
    library.change_collection(&id, &change, NOW).await.unwrap();
    library.remove_collection(&id, NOW).await.unwrap();
    assert_eq!(library.collections().await.unwrap(), []);
    library.restore_collection(&id, NOW).await.unwrap();
    assert_eq!(library.collections().await.unwrap()[0].title, "Nouvelles");
    assert_eq!(library.in_collection(&id).await, [two]);
    assert!(library.waiting().await.iter().all(|it| it.check().is_ok()));
}

#[tokio::test]
async fn what_comes_from_elsewhere_is_shown_once_its_podcast_is_known() {
    let other = TestLibrary::new().await;
    let podcast = other.subscribe_to("https://example.org/feed", &[]).await;
    let id = other.create_collection("News", NOW).await.unwrap();
    other.set_in_collection(&id, &[podcast], true, NOW).await.unwrap();
    let mut records = other.waiting().await;
    records.retain(|it| !matches!(it, balados_protocol::Record::Subscription(_)));
    let library = TestLibrary::new().await;
    let incoming = Incoming { records, ..Incoming::default() };
    let changed = library.take(Taken { incoming, ..Taken::default() }, NOW).await.unwrap();
    assert!(changed.collections);
    assert_eq!(library.in_collection(&id).await, []);
    // Under another address, of which that one is an alias.
    let mut new = new_podcast("https://new.example.org/feed");
    new.aliases.push(feed("https://example.org/feed"));
    let podcast = library.subscribe(&new, &episodes(1), NOW).await.unwrap();
    assert_eq!(library.in_collection(&id).await, [podcast]);
    library.set_in_collection(&id, &[podcast], false, NOW).await.unwrap();
    assert_eq!(library.in_collection(&id).await, [], "by whatever name it is in");
}
