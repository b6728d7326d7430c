//! Starts that cannot go as usual. What was stored stays as it is.

use balados_stage::{Publisher, Stage, Words, seed};
use serde_json::json;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_library_of_a_newer_version_is_refused_and_not_touched() {
    let words = Words::of("en");
    let stage = stage("newer-");
    make_a_library(&stage).await;
    pretend_a_newer_version_wrote_it(&stage).await;
    let before = std::fs::read(stage.library()).unwrap();

    let app = stage.open_app().await;
    app.see("startup-problem").await;
    app.read(&words.say("startup.newerTitle")).await;
    app.picture("refused").await;
    app.quit().await;
    assert!(before == std::fs::read(stage.library()).unwrap(), "the file has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_library_is_kept_aside_when_the_listener_starts_fresh() {
    let words = Words::of("en");
    let stage = stage("damaged-");
    let damaged = b"This was a library once.".to_vec();
    std::fs::create_dir_all(stage.library().parent().unwrap()).unwrap();
    std::fs::write(stage.library(), &damaged).unwrap();

    let app = stage.open_app().await;
    app.see("startup-problem").await;
    app.read(&words.say("startup.damagedTitle")).await;
    app.picture("refused").await;
    assert_eq!(std::fs::read(stage.library()).unwrap(), damaged, "nothing happens unasked");
    app.set(json!({ "language": "fr" })).await;
    app.read(&Words::of("fr").say("startup.damagedTitle")).await;
    app.set(json!({ "language": "en" })).await;

    app.press(&words.say("startup.startFresh")).await;
    app.type_words(&words.say("startup.confirmWord")).await;
    app.picture("confirming").await;
    app.press(&words.say("startup.confirm")).await;
    app.read(&words.say("subscriptions.emptyTitle")).await;
    app.picture("fresh").await;
    app.quit().await;

    let kept = stage
        .files_of_the_profile()
        .into_iter()
        .find(|(name, _)| name.starts_with("library.db.damaged-"));
    assert_eq!(kept.map(|(_, bytes)| bytes), Some(damaged));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_app_leaves_a_library_in_use_to_the_first() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("in-use-");
    let first = stage.open_app().await;
    first.see("add-address").await;

    let second = stage.open_app().await;
    second.see("startup-problem").await;
    second.read(&words.say("startup.inUseTitle")).await;
    second.picture("second").await;

    first.command("add_podcast", json!({ "address": feed })).await.unwrap();
    first.see("podcast-card").await;
    first.quit().await;
    second.press(&words.say("app.retry")).await;
    second.see("podcast-card").await;
    second.picture("after-the-first").await;
    second.quit().await;
}

async fn make_a_library(stage: &Stage) {
    let app = stage.open_app().await;
    app.see("add-address").await;
    app.quit().await;
}

async fn pretend_a_newer_version_wrote_it(stage: &Stage) {
    let options = SqliteConnectOptions::new().filename(stage.library());
    let mut library = SqliteConnection::connect_with(&options).await.unwrap();
    let migration = "insert into _sqlx_migrations
        (version, description, installed_on, success, checksum, execution_time)
        values (9999, 'from the future', '2030-01-01 00:00:00', true, x'00', 0)";
    sqlx::query(migration).execute(&mut library).await.unwrap();
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut library).await.unwrap();
    library.close().await.unwrap();
}
