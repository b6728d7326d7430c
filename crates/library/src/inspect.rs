//! A look at a library's file before anything is changed in it.

use std::path::{Path, PathBuf};

use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{Error, Result};

const HEADER: &[u8; 16] = b"SQLite format 3\0";

/// Refuses what this version must not touch: newer, damaged, not a library.
pub(crate) async fn inspect(path: &Path, supported: i64) -> Result<()> {
    if !is_database(path).await? {
        return Ok(());
    }
    let unclean = has_content(&beside(path, "-wal")).await?;
    let mut connection = to_look_at(path).await?;
    let found = look(&mut connection, unclean).await;
    connection.close().await?;
    match found? {
        Some(found) if found > supported => {
            Err(Error::NewerDatabase { path: path.to_owned(), found, supported })
        }
        _ => Ok(()),
    }
}

/// Whether there is something; what is no database is damaged.
pub(crate) async fn is_database(path: &Path) -> Result<bool> {
    if !has_content(path).await? {
        return Ok(false);
    }
    if !starts_like_a_database(path).await? {
        return Err(Error::Damaged {
            path: path.to_owned(),
            detail: "the file is not an SQLite database".to_owned(),
        });
    }
    Ok(true)
}

/// Whoever has it open goes on; nothing is changed in it.
pub(crate) async fn to_look_at(path: &Path) -> Result<SqliteConnection> {
    let log = beside(path, "-wal");
    Ok(SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        // Without a log nobody has it open, and looking then leaves no files beside it.
        .immutable(!tokio::fs::try_exists(&log).await?)
        .connect()
        .await?)
}

/// The schema's version; nothing when the file has no schema yet.
async fn look(connection: &mut SqliteConnection, unclean: bool) -> Result<Option<i64>> {
    let tables: i64 = sqlx::query_scalar(
        "select count(*) from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'",
    )
    .fetch_one(&mut *connection)
    .await?;
    if tables == 0 {
        return Ok(None);
    }
    let versioned: bool = sqlx::query_scalar(
        "select exists (select 1 from sqlite_schema where name = '_sqlx_migrations')",
    )
    .fetch_one(&mut *connection)
    .await?;
    if !versioned {
        return Err(Error::Corrupt {
            detail: "the database belongs to another program".to_owned(),
        });
    }
    let found = sqlx::query_scalar("select max(version) from _sqlx_migrations")
        .fetch_one(&mut *connection)
        .await?;
    // It reads the whole file, so only after a run that did not close: the log is still there.
    if unclean {
        check(connection).await?;
    }
    Ok(found)
}

async fn check(connection: &mut SqliteConnection) -> Result<()> {
    let verdict: String = sqlx::query_scalar("pragma quick_check(1)").fetch_one(connection).await?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(Error::Corrupt { detail: verdict })
}

async fn has_content(path: &Path) -> Result<bool> {
    match tokio::fs::metadata(path).await {
        Ok(metadata) => Ok(metadata.len() > 0),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

async fn starts_like_a_database(path: &Path) -> Result<bool> {
    use tokio::io::AsyncReadExt;

    let mut start = Vec::with_capacity(HEADER.len());
    tokio::fs::File::open(path).await?.take(HEADER.len() as u64).read_to_end(&mut start).await?;
    Ok(start == HEADER)
}

/// The files that `SQLite` keeps beside a database: `-wal`, `-shm`.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
