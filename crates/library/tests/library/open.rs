use std::path::Path;

use balados_library::{Error, Library};

use crate::support::{NOW, TestLibrary, files_in, raw};

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

#[tokio::test]
async fn folders_are_made_and_what_was_written_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("profile").join("library.db");
    let library = Library::open(&path).await.unwrap();
    library.close().await;
    let library = Library::open(&path).await.unwrap();
    assert_eq!(library.path(), path);
    library.close().await;
}

#[tokio::test]
async fn a_newer_library_is_refused_and_not_touched() {
    let (library, ..) = TestLibrary::with_episodes(2).await;
    library.close().await;
    let newer = Library::supported_schema() + 7;
    let mut connection = raw(library.path()).await;
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (?1, 'from the future', true, x'00', 0)",
    )
    .bind(newer)
    .execute(&mut connection)
    .await
    .unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    let (before, files) = (bytes(library.path()), files_in(library.folder()));
    let error = Library::open(library.path()).await.unwrap_err();
    assert!(
        matches!(&error, Error::NewerDatabase { path, found, supported }
            if path == library.path() && *found == newer && *supported == Library::supported_schema()),
        "{error:?}"
    );
    assert_eq!(bytes(library.path()), before);
    assert_eq!(files_in(library.folder()), files);
}

#[tokio::test]
async fn what_is_no_library_is_refused_and_not_touched() {
    let other = {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("other.db");
        let options =
            sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::query("create table recipe (title text)").execute(&mut connection).await.unwrap();
        sqlx::Connection::close(connection).await.unwrap();
        bytes(&path)
    };
    for content in [b"<html>not a database</html>".to_vec(), b"SQL".to_vec(), other] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("library.db");
        std::fs::write(&path, &content).unwrap();
        let error = Library::open(&path).await.unwrap_err();
        assert!(matches!(&error, Error::Damaged { path: at, .. } if *at == path), "{error:?}");
        assert_eq!(error.code(), "database-damaged");
        assert_eq!(bytes(&path), content);
    }
}

#[tokio::test]
async fn a_damaged_library_is_refused_and_can_be_set_aside() {
    let (library, ..) = TestLibrary::with_episodes(60).await;
    library.close().await;
    let path = library.path();
    let mut damaged = bytes(path);
    damaged[100..4096].fill(0xA5); // the schema
    std::fs::write(path, &damaged).unwrap();
    let error = Library::open(path).await.unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    assert_eq!(bytes(path), damaged);

    // Twice in one second: nothing is overwritten.
    let first = Library::set_aside(path, NOW).await.unwrap();
    assert!(first.ends_with("library.db.damaged-20231114T221320Z"), "{first:?}");
    assert_eq!(bytes(&first), damaged);
    std::fs::write(path, b"damaged again").unwrap();
    let second = Library::set_aside(path, NOW).await.unwrap();
    assert_ne!(first, second);
    assert_eq!((bytes(&first), bytes(&second)), (damaged, b"damaged again".to_vec()));

    let fresh = Library::open(path).await.unwrap();
    assert_eq!(fresh.pending_count().await.unwrap(), 0);
    fresh.close().await;
}

#[tokio::test]
async fn damage_further_in_is_found_after_a_crash() {
    let (library, ..) = TestLibrary::with_episodes(200).await;
    library.close().await;
    let path = library.path();
    // A page in the middle, and a log that nobody folded back.
    let mut damaged = bytes(path);
    let middle = damaged.len() / 2 / 4096 * 4096;
    damaged[middle..middle + 4096].fill(0xA5);
    std::fs::write(path, &damaged).unwrap();
    std::fs::write(path.with_file_name("library.db-wal"), b"left over").unwrap();
    let error = Library::open(path).await.unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    assert_eq!(bytes(path), damaged);
    let aside = Library::set_aside(path, NOW).await.unwrap();
    assert_eq!(bytes(&aside), damaged);
    assert!(!path.exists());
}

#[tokio::test]
async fn setting_aside_takes_the_log_along() {
    let (library, ..) = TestLibrary::with_episodes(3).await;
    // As after a kill: copied while it is open, with its log.
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("library.db");
    for suffix in ["", "-wal"] {
        let name = format!("library.db{suffix}");
        std::fs::copy(library.folder().join(&name), dir.path().join(&name)).unwrap();
    }
    let aside = Library::set_aside(&path, NOW).await.unwrap();
    assert!(!path.exists() && !path.with_file_name("library.db-wal").exists());
    let rescued = Library::open(&aside).await.unwrap();
    assert_eq!(rescued.all_feed_ids().await.unwrap().len(), 1, "what was in the log is there");
    rescued.close().await;
}

#[tokio::test]
async fn an_empty_file_is_a_new_library() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("library.db");
    std::fs::write(&path, b"").unwrap();
    Library::open(&path).await.unwrap().close().await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_says_so() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("file"), b"").unwrap();
    let error = Library::open(&dir.path().join("file").join("library.db")).await.unwrap_err();
    assert_eq!(error.code(), "database-unreachable", "{error:?}");
}
