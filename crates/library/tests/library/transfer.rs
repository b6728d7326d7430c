use balados_library::{Imported, NamedPodcast, PodcastOrder, ToImport};
use balados_protocol::Record;

use crate::support::{NOW, TestLibrary, feed};

fn wanted(address: &str, title: &str, collections: &[&str]) -> ToImport {
    ToImport {
        podcast: NamedPodcast {
            feed: feed(address),
            title: Some(title.to_owned()),
            author: None,
            artwork_url: None,
        },
        collections: collections.iter().map(|&it| it.to_owned()).collect(),
    }
}

impl TestLibrary {
    async fn titles(&self) -> Vec<String> {
        let page = self.podcasts(PodcastOrder::Title, None, None, 100).await.unwrap();
        page.items.into_iter().map(|row| row.title).collect()
    }

    async fn groups(&self) -> Vec<(String, i64)> {
        let all = self.collections().await.unwrap();
        all.into_iter().map(|row| (row.title, row.podcast_count)).collect()
    }
}

#[tokio::test]
async fn many_are_subscribed_to_at_once_and_taken_back_at_once() {
    let library = TestLibrary::new().await;
    let known = library.subscribe_to("https://example.org/known", &[]).await;
    let news = library.create_collection("News", NOW).await.unwrap();
    let batch = [
        wanted("https://example.org/b", "B", &["NEWS ", "Science"]),
        wanted("https://example.org/a", "A", &["Science"]),
        wanted("https://example.org/known", "Another title", &["News", "Science"]),
        wanted("https://example.org/a", "A again", &[]),
    ];
    let done = library.import(&batch, NOW).await.unwrap();
    assert_eq!((done.podcasts.len(), done.collections.len()), (2, 1));
    assert!(!done.podcasts.contains(&known) && !done.collections.contains(&news));
    assert_eq!(library.groups().await, [("News".to_owned(), 2), ("Science".to_owned(), 3)]);
    assert_eq!(done.grouped, [(news, known)], "the other collection is new");
    let waiting = library.pending_count().await.unwrap();
    assert_eq!(library.import(&batch, NOW).await.unwrap(), Imported::default());
    assert_eq!(library.pending_count().await.unwrap(), waiting, "the same file changes nothing");
    let due = library.due_feeds(NOW, 10).await.unwrap();
    assert!(done.podcasts.iter().all(|id| due.iter().any(|feed| feed.id == *id)));
    assert!(library.waiting().await.iter().all(|it| it.check().is_ok()));

    library.take_back_import(&done, NOW + 1).await.unwrap();
    assert_eq!(library.titles().await.len(), 1);
    assert_eq!(library.groups().await, [("News".to_owned(), 0)]);
    let active = |it: &&Record| matches!(it, Record::Subscription(it) if it.is_active());
    assert_eq!(
        library.waiting().await.iter().filter(active).count(),
        1,
        "other devices hear of it"
    );
}

#[tokio::test]
async fn a_batch_with_a_name_that_cannot_be_changes_nothing() {
    let library = TestLibrary::new().await;
    let batch = [
        wanted("https://example.org/a", "A", &["Science"]),
        wanted("https://example.org/b", "B", &[" "]),
    ];
    library.import(&batch, NOW).await.unwrap_err();
    assert_eq!(library.titles().await, [""; 0]);
    assert_eq!(library.groups().await, []);
    assert_eq!(library.pending_count().await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_subscribed_to_is_listed_with_its_collections() {
    let library = TestLibrary::new().await;
    let batch = [
        wanted("https://example.org/z", "Z", &["Science", "News"]),
        wanted("https://example.org/a", "A", &[]),
        wanted("https://example.org/left", "Left", &["News"]),
    ];
    let done = library.import(&batch, NOW).await.unwrap();
    library.unsubscribe(done.podcasts[2], NOW).await.unwrap();
    let all = library.subscribed().await.unwrap();
    let seen: Vec<_> = all.iter().map(|it| (it.title.as_str(), it.collections.join("+"))).collect();
    assert_eq!(seen, [("A", String::new()), ("Z", "News+Science".to_owned())]);
    assert_eq!(all[1].feed, feed("https://example.org/z"));
}
