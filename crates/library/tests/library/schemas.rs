//! Libraries of every schema that was ever released open, with everything in them.
//!
//! A new migration comes with `schemas/<its number>.sql`: what a library of that schema holds.

use std::path::Path;

use balados_library::{DownloadState, EpisodeId, EpisodeState, Library, PodcastId, PodcastOrder};
use balados_protocol::Stamp;
use serde_json::json;
use sqlx::{ConnectOptions, Connection, migrate::Migrator, sqlite::SqliteConnectOptions};

use crate::support::{NOW, feed};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

const RELEASED: &[(i64, &str)] = &[
    (1, include_str!("schemas/0001.sql")),
    (2, include_str!("schemas/0002.sql")),
    (4, include_str!("schemas/0004.sql")),
    (5, include_str!("schemas/0005.sql")),
    (7, include_str!("schemas/0007.sql")),
    (8, include_str!("schemas/0008.sql")),
];

/// Makes a library of an old schema, as the version that knew no newer one did.
async fn make(path: &Path, schema: i64, content: &'static str) {
    let mut connection =
        SqliteConnectOptions::new().filename(path).create_if_missing(true).connect().await.unwrap();
    let known = MIGRATIONS.iter().filter(|migration| migration.version <= schema).cloned();
    Migrator::with_migrations(known.collect()).run(&mut connection).await.unwrap();
    sqlx::raw_sql(content).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[test]
fn every_schema_has_its_library() {
    let mut known: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
    known.sort_unstable();
    assert_eq!(known, RELEASED.iter().map(|(schema, _)| *schema).collect::<Vec<_>>());
    assert_eq!(known.last(), Some(&Library::supported_schema()));
}

/// A migration is known by its checksum: with other ends of lines, Windows would refuse the libraries of Linux.
#[test]
fn migrations_are_the_same_on_every_system() {
    for migration in MIGRATIONS.iter() {
        assert!(!migration.sql.as_str().contains('\r'), "{}", migration.version);
    }
}

#[tokio::test]
async fn libraries_of_every_schema_open_whole() {
    for &(schema, content) in RELEASED {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("library.db");
        make(&path, schema, content).await;
        let library = Library::open(&path).await.unwrap();
        check(&library).await;
        check_likes(&library, schema >= 4).await;
        library.close().await;
    }
}

/// Older schemas had no place for them.
async fn check_likes(library: &Library, are_there: bool) {
    let podcasts = library.liked_podcasts(None, 10).await.unwrap().items;
    let episodes = library.liked_episodes(None, 10).await.unwrap().items;
    let bookmarks = library.bookmarks(None, 10).await.unwrap().items;
    let seen = (podcasts.len(), episodes.len(), bookmarks.len());
    assert_eq!(seen, if are_there { (1, 1, 1) } else { (0, 0, 0) });
}

async fn check(library: &Library) {
    let page = library.podcasts(PodcastOrder::Title, None, None, 10).await.unwrap();
    let shown: Vec<_> =
        page.items.iter().map(|row| (row.id, row.episode_count, row.unplayed_count)).collect();
    assert_eq!(shown, [(PodcastId(1), 2, 1)]);
    assert!(!library.podcast(PodcastId(2)).await.unwrap().row.subscribed);
    let old = feed("http://example.org/old");
    assert_eq!(library.find_by_feed(&old).await.unwrap(), Some(PodcastId(1)));
    assert_eq!(library.feed(PodcastId(1)).await.unwrap().validators.etag.as_deref(), Some("\"1\""));
    let one = library.episode(EpisodeId(1)).await.unwrap();
    assert_eq!((one.row.state, one.row.position_ms), (EpisodeState::InProgress, 60_000));
    assert_eq!((one.row.duration_ms, one.notes_html.as_str()), (Some(610_000), "<p>Notes</p>"));
    let two = library.episode(EpisodeId(2)).await.unwrap().row;
    assert_eq!(two.state, EpisodeState::Played);
    assert_eq!(two.download, Some(DownloadState::Done { bytes: 1000 }));
    assert_eq!(library.setting("speed").await.unwrap(), Some(json!(1.5)));
    assert_eq!(library.session().await.unwrap().unwrap().position_ms, 61_000);
    // Everything that devices share has its record, of the moment in which it was done.
    let waiting = library.pending_records(10).await.unwrap();
    let mut stamps: Vec<i64> = waiting.iter().map(|it| it.record.newest().0 - NOW).collect();
    stamps.sort_unstable();
    assert_eq!(stamps, [0, 1, 2, 3, 4]);
    assert_eq!(library.last_stamp().await.unwrap(), Stamp(1_700_000_000_004));
}
