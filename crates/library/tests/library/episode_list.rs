use balados_library::{
    Cursor, Download, DownloadState, EpisodeFilter, EpisodeOrder, EpisodeQuery, Error, NewEpisode,
    PodcastId, PositionReason, PositionUpdate,
};
use proptest::prelude::*;

use crate::support::{MINUTE, NOW, TestLibrary, block_on, everything, new_episode};

async fn titles(library: &TestLibrary, query: &EpisodeQuery) -> Vec<String> {
    let mut query = query.clone();
    let mut titles = Vec::new();
    loop {
        let page = library.episodes(&query).await.unwrap();
        assert!(page.items.len() <= query.limit as usize);
        titles.extend(page.items.into_iter().map(|row| row.title));
        query.after = page.next;
        if query.after.is_none() {
            return titles;
        }
    }
}

fn dated(title: &str, published_ms: Option<i64>) -> NewEpisode {
    NewEpisode { title: title.to_owned(), published_ms, ..NewEpisode::default() }
}

#[tokio::test]
async fn both_orders_with_and_without_dates() {
    let library = TestLibrary::new().await;
    // Newest first, as feeds list them; without dates that is all there is to go by.
    let listed = [
        dated("undated, newer", None),
        dated("new", Some(9)),
        dated("middle, newer", Some(5)),
        dated("middle, older", Some(5)),
        dated("undated, older", None),
        dated("old", Some(-3)),
    ];
    let podcast = library.subscribe_to("https://example.org/feed", &listed).await;
    library.subscribe_to("https://example.org/other", &[new_episode(1)]).await;
    for limit in 1..8 {
        let newest = EpisodeQuery { limit, ..everything(podcast) };
        let expected =
            ["new", "middle, newer", "middle, older", "old", "undated, newer", "undated, older"];
        assert_eq!(titles(&library, &newest).await, expected, "{limit}");
        let oldest = EpisodeQuery { order: EpisodeOrder::Oldest, ..newest };
        let expected =
            ["old", "middle, older", "middle, newer", "new", "undated, older", "undated, newer"];
        assert_eq!(titles(&library, &oldest).await, expected, "{limit}");
    }
}

#[tokio::test]
async fn filters() {
    let (library, podcast, ids) = TestLibrary::with_episodes(4).await;
    library.set_played(&ids[..1], true, NOW).await.unwrap();
    let begun = PositionUpdate {
        episode: ids[1],
        position_ms: MINUTE,
        duration_ms: None,
        reason: PositionReason::Onward,
    };
    library.record_position(&begun, None, NOW).await.unwrap();
    for (episode, state) in
        [(ids[2], DownloadState::Done { bytes: 5 }), (ids[3], DownloadState::Queued)]
    {
        let download = Download { episode, state, media_key: "key".to_owned(), updated_ms: NOW };
        library.set_download(&download).await.unwrap();
    }
    for limit in [1, 50] {
        for (filter, expected) in [
            (EpisodeFilter::All, vec!["Épisode 4", "Épisode 3", "Épisode 2", "Épisode 1"]),
            (EpisodeFilter::Unplayed, vec!["Épisode 4", "Épisode 3", "Épisode 2"]),
            (EpisodeFilter::InProgress, vec!["Épisode 2"]),
            (EpisodeFilter::Downloaded, vec!["Épisode 3"]),
        ] {
            let query = EpisodeQuery { filter, limit, ..everything(podcast) };
            assert_eq!(titles(&library, &query).await, expected, "{filter:?}");
        }
    }
}

#[tokio::test]
async fn titles_are_found_without_case_and_accents() {
    let (library, podcast, _) = TestLibrary::with_episodes(3).await;
    let search = |text: &str| EpisodeQuery { text: Some(text.to_owned()), ..everything(podcast) };
    assert_eq!(titles(&library, &search("EPISODE 2")).await, ["Épisode 2"]);
    assert_eq!(titles(&library, &search("  ")).await.len(), 3);
    assert_eq!(titles(&library, &search("%")).await, [""; 0]);
}

#[tokio::test]
async fn pages_do_not_slip_when_episodes_arrive() {
    let (library, podcast, _) = TestLibrary::with_episodes(4).await;
    let first = EpisodeQuery { limit: 2, ..everything(podcast) };
    let page = library.episodes(&first).await.unwrap();
    library.apply(podcast, &crate::support::episodes(9)).await;
    let second = EpisodeQuery { after: page.next, ..first };
    assert_eq!(titles(&library, &second).await, ["Épisode 2", "Épisode 1"]);
}

#[tokio::test]
async fn a_place_of_another_list_is_refused() {
    let (library, podcast, _) = TestLibrary::with_episodes(2).await;
    let newest = EpisodeQuery { limit: 1, ..everything(podcast) };
    let next = library.episodes(&newest).await.unwrap().next.unwrap();
    for after in [next, Cursor::new("é"), Cursor::new("W10")] {
        let query =
            EpisodeQuery { order: EpisodeOrder::Oldest, after: Some(after), ..newest.clone() };
        assert!(matches!(library.episodes(&query).await, Err(Error::BadCursor)));
    }
    let nothing = library.episodes(&everything(PodcastId(99))).await.unwrap();
    assert_eq!((nothing.items, nothing.next), (Vec::new(), None));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any page size gives every episode once, in the one order.
    #[test]
    fn pages_are_parts_of_the_whole(
        dates in proptest::collection::vec(proptest::option::of(0_i64..4), 0..12),
        limit in 1_u32..6,
        oldest: bool,
    ) {
        block_on(async {
            let library = TestLibrary::new().await;
            let listed: Vec<_> = dates.iter().enumerate().map(|(n, date)| dated(&n.to_string(), *date)).collect();
            let podcast = library.subscribe_to("https://example.org/feed", &listed).await;
            let order = if oldest { EpisodeOrder::Oldest } else { EpisodeOrder::Newest };
            let whole = EpisodeQuery { order, ..everything(podcast) };
            let paged = EpisodeQuery { limit, ..whole.clone() };
            let all = titles(&library, &whole).await;
            prop_assert_eq!(all.len(), dates.len());
            prop_assert_eq!(titles(&library, &paged).await, all);
            Ok(())
        })?;
    }
}
