//! The counters that triggers keep are what counting would give.

use balados_library::{EpisodeId, PodcastId};
use proptest::prelude::*;
use sqlx::Row;

use crate::support::{NOW, TestLibrary, block_on, new_episode};

#[derive(Debug, Clone)]
enum Step {
    /// The feed of one of two podcasts lists these.
    Listed(usize, Vec<i64>),
    /// The publisher moves the date of what is listed.
    Redated(usize, Vec<(i64, Option<i64>)>),
    Marked(Vec<usize>, bool),
    /// A row goes, as when two podcasts become one or data is deleted.
    EpisodeDeleted(usize),
    ProgressDeleted(usize),
    HandedOver(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let numbers = || proptest::collection::vec(0_i64..8, 0..6);
    let date = proptest::option::of(0_i64..9);
    prop_oneof![
        3 => (0_usize..2, numbers()).prop_map(|(podcast, listed)| Step::Listed(podcast, listed)),
        1 => (0_usize..2, proptest::collection::vec((0_i64..8, date), 0..6))
            .prop_map(|(podcast, listed)| Step::Redated(podcast, listed)),
        3 => (proptest::collection::vec(0_usize..16, 0..5), any::<bool>())
            .prop_map(|(which, played)| Step::Marked(which, played)),
        1 => (0_usize..16).prop_map(Step::EpisodeDeleted),
        1 => (0_usize..16).prop_map(Step::ProgressDeleted),
        1 => (0_usize..16, 0_usize..2).prop_map(|(which, to)| Step::HandedOver(which, to)),
    ]
}

async fn all_ids(library: &TestLibrary) -> Vec<EpisodeId> {
    sqlx::query_scalar("select id from episode order by id")
        .fetch_all(&mut library.raw().await)
        .await
        .unwrap()
}

async fn run(library: &TestLibrary, podcasts: &[PodcastId; 2], step: &Step) {
    let ids = all_ids(library).await;
    let pick = |which: usize| ids.get(which % ids.len().max(1)).copied();
    let execute = async |sql: &'static str, episode: Option<EpisodeId>, podcast: PodcastId| {
        sqlx::query(sql)
            .bind(episode)
            .bind(podcast)
            .execute(&mut library.raw().await)
            .await
            .unwrap();
    };
    match step {
        Step::Listed(podcast, listed) => {
            let listed: Vec<_> = listed.iter().map(|n| new_episode(*n)).collect();
            library.apply(podcasts[*podcast], &listed).await;
        }
        Step::Redated(podcast, listed) => {
            let listed: Vec<_> = listed
                .iter()
                .map(|(n, date)| balados_library::NewEpisode {
                    published_ms: *date,
                    ..new_episode(*n)
                })
                .collect();
            library.apply(podcasts[*podcast], &listed).await;
        }
        Step::Marked(which, played) => {
            let which: Vec<_> = which.iter().filter_map(|which| pick(*which)).collect();
            library.set_played(&which, *played, NOW).await.unwrap();
        }
        Step::EpisodeDeleted(which) => {
            execute("delete from episode where id = ?1 and ?2 > 0", pick(*which), podcasts[0])
                .await;
        }
        Step::ProgressDeleted(which) => {
            execute(
                "delete from progress where episode = ?1 and ?2 > 0",
                pick(*which),
                podcasts[0],
            )
            .await;
        }
        Step::HandedOver(which, to) => {
            execute(
                // What cannot be in one podcast twice stays where it is.
                "update or ignore episode set podcast = ?2 where id = ?1",
                pick(*which),
                podcasts[*to],
            )
            .await;
        }
    }
}

async fn check(library: &TestLibrary, after: &Step) -> Result<(), TestCaseError> {
    let rows = sqlx::query(
        "select episode_count, unplayed_count, latest_published_ms,
           (select count(*) from episode where podcast = podcast.id) as episodes,
           (select count(*) from episode left join progress on progress.episode = episode.id
            where podcast = podcast.id and not coalesce(played, 0)) as unplayed,
           (select max(published_ms) from episode where podcast = podcast.id) as latest
         from podcast",
    )
    .fetch_all(&mut library.raw().await)
    .await
    .unwrap();
    for row in rows {
        let number = |column: &str| row.get::<Option<i64>, _>(column);
        prop_assert_eq!(number("episode_count"), number("episodes"), "{:?}", after);
        prop_assert_eq!(number("unplayed_count"), number("unplayed"), "{:?}", after);
        prop_assert_eq!(number("latest_published_ms"), number("latest"), "{:?}", after);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counters_are_what_counting_gives(steps in proptest::collection::vec(step(), 1..12)) {
        block_on(async {
            let library = TestLibrary::new().await;
            let podcasts = [
                library.subscribe_to("https://example.org/a", &[]).await,
                library.subscribe_to("https://example.org/b", &[]).await,
            ];
            for step in &steps {
                run(&library, &podcasts, step).await;
                check(&library, step).await?;
            }
            Ok(())
        })?;
    }
}
