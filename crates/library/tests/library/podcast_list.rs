use balados_library::{Cursor, Error, NewPodcast, PodcastOrder};

use crate::support::{NOW, TestLibrary, fields, new_episode, new_podcast};

async fn titles(
    library: &TestLibrary,
    order: PodcastOrder,
    filter: Option<&str>,
    limit: u32,
) -> Vec<String> {
    let mut titles = Vec::new();
    let mut after = None;
    loop {
        let page = library.podcasts(order, filter, after.as_ref(), limit).await.unwrap();
        assert!(page.items.len() <= limit as usize);
        titles.extend(page.items.into_iter().map(|row| row.title));
        after = page.next;
        if after.is_none() {
            return titles;
        }
    }
}

async fn three() -> TestLibrary {
    let library = TestLibrary::new().await;
    // The title, the newest episode, when it was subscribed to.
    for (n, (title, latest)) in (0..).zip([("élan", Some(2)), ("Zoo", None), ("Eclat", Some(5))]) {
        let new = NewPodcast {
            fields: fields(title),
            ..new_podcast(&format!("https://example.org/{n}"))
        };
        let episodes: Vec<_> = latest.into_iter().map(new_episode).collect();
        library.subscribe(&new, &episodes, NOW + n).await.unwrap();
    }
    library
}

#[tokio::test]
async fn orders_and_pages() {
    let library = three().await;
    for limit in 1..5 {
        assert_eq!(
            titles(&library, PodcastOrder::Title, None, limit).await,
            ["Eclat", "élan", "Zoo"]
        );
        assert_eq!(
            titles(&library, PodcastOrder::Latest, None, limit).await,
            ["Eclat", "élan", "Zoo"]
        );
        assert_eq!(
            titles(&library, PodcastOrder::Added, None, limit).await,
            ["Eclat", "Zoo", "élan"]
        );
    }
    assert_eq!(titles(&library, PodcastOrder::Title, Some("ÉL"), 5).await, ["élan"]);
    assert_eq!(titles(&library, PodcastOrder::Title, Some(" "), 5).await.len(), 3);
    assert_eq!(titles(&library, PodcastOrder::Title, Some("%"), 5).await, [""; 0]);
}

#[tokio::test]
async fn a_place_of_another_list_is_refused() {
    let library = three().await;
    let page = library.podcasts(PodcastOrder::Title, None, None, 1).await.unwrap();
    for cursor in [page.next.unwrap(), Cursor::new("nonsense"), Cursor::new("")] {
        let error =
            library.podcasts(PodcastOrder::Added, None, Some(&cursor), 1).await.unwrap_err();
        assert!(matches!(error, Error::BadCursor));
    }
}
