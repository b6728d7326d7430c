use crate::Library;

/// What a kill cannot show but a power cut would, and what keeps readers from writing.
#[tokio::test]
async fn connections_are_set_up_for_safety() {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::open(&dir.path().join("library.db")).await.unwrap();
    let mut write = library.write(0).await.unwrap();
    let mut reader = library.reader().await.unwrap();
    for (pragma, of_writer, of_reader) in [
        ("select journal_mode from pragma_journal_mode", "wal", "wal"),
        ("select cast(synchronous as text) from pragma_synchronous", "2", "2"),
        ("select cast(foreign_keys as text) from pragma_foreign_keys", "1", "1"),
        ("select cast(query_only as text) from pragma_query_only", "0", "1"),
    ] {
        let found: String = sqlx::query_scalar(pragma).fetch_one(write.connection()).await.unwrap();
        assert_eq!(found, of_writer, "{pragma}");
        let found: String = sqlx::query_scalar(pragma).fetch_one(&mut *reader).await.unwrap();
        assert_eq!(found, of_reader, "{pragma}");
    }
    drop((write, reader));
    library.close().await;
}
