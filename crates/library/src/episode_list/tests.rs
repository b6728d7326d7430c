use sqlx::Row;

use super::{EpisodeFilter, EpisodeOrder, EpisodeQuery, Part, select};
use crate::{Library, PodcastId};

const DATED: [Part; 2] = [Part::Dated { after: None }, Part::Dated { after: Some((5, 7)) }];
const UNDATED: [Part; 2] = [Part::Undated { after: None }, Part::Undated { after: Some(7) }];

async fn plan(library: &Library, query: &EpisodeQuery, part: Part) -> Vec<String> {
    let mut sql = sqlx::QueryBuilder::new("explain query plan ");
    sql.push(select(query, part, 50).into_string());
    // Plans do not depend on values; unbound parameters are null.
    sql.build()
        .fetch_all(&mut *library.reader().await.unwrap())
        .await
        .unwrap()
        .iter()
        .map(|row| row.get("detail"))
        .collect()
}

#[tokio::test]
async fn lists_walk_along_an_index() {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::open(&dir.path().join("library.db")).await.unwrap();
    for order in [EpisodeOrder::Newest, EpisodeOrder::Oldest] {
        for filter in [
            EpisodeFilter::All,
            EpisodeFilter::Unplayed,
            EpisodeFilter::InProgress,
            EpisodeFilter::Downloaded,
        ] {
            for part in DATED.into_iter().chain(UNDATED) {
                let query = EpisodeQuery {
                    podcast: PodcastId(1),
                    filter,
                    order,
                    text: Some("x".to_owned()),
                    after: None,
                    limit: 50,
                };
                let plan = plan(&library, &query, part).await;
                let bound = match (part, order) {
                    (Part::Undated { after: None }, _) => "(podcast=? AND published_ms=?)",
                    (Part::Undated { .. }, EpisodeOrder::Newest) => "published_ms=? AND rowid<?",
                    (Part::Undated { .. }, EpisodeOrder::Oldest) => "published_ms=? AND rowid>?",
                    (Part::Dated { after: None }, _) => "(podcast=? AND published_ms>?)",
                    (Part::Dated { .. }, EpisodeOrder::Newest) => "published_ms<?",
                    (Part::Dated { .. }, EpisodeOrder::Oldest) => "published_ms>?)",
                };
                assert!(
                    plan[0].contains("SEARCH episode USING INDEX episode_by_date")
                        && plan[0].contains(bound),
                    "{query:?} {part:?}: {plan:#?}"
                );
                for step in &plan {
                    assert!(
                        !step.contains("SCAN") && !step.contains("TEMP B-TREE"),
                        "{query:?} {part:?}: {plan:#?}"
                    );
                }
            }
        }
    }
    library.close().await;
}
