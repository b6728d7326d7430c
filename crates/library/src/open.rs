//! Opening a library: look, migrate, connect; and making room when it cannot be opened.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    Connection,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Error, Library, Result,
    error::primary_code,
    inspect::{beside, inspect},
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const READERS: u32 = 4;
/// In KiB, when negative: `SQLite`'s convention. Room for the indexes of a large library.
const CACHE: &str = "-16000";
const SQLITE_CANTOPEN: i32 = 14;

impl Library {
    /// Opens a library, makes a new one when there is none, and brings an older one up to date.
    ///
    /// Nothing is changed in a file that cannot be opened.
    pub async fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        match connect(path).await {
            Err(Error::Database(error)) if primary_code(&error) == Some(SQLITE_CANTOPEN) => {
                Err(why_unreachable(path, error).await)
            }
            result => result.map_err(|error| error.at(path)),
        }
    }

    /// The newest schema that this version knows.
    pub fn supported_schema() -> i64 {
        MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
    }

    /// Writes a copy as it is now beside it: `library.db.before-sync-20260102T030405Z`. Its path.
    pub async fn copy_beside(&self, now_ms: i64) -> Result<PathBuf> {
        let copy = beside(self.path(), &format!(".before-sync-{}", utc_stamp(now_ms)));
        // The same second: there is a copy of this very moment.
        if !tokio::fs::try_exists(&copy).await? {
            sqlx::query("vacuum into ?1")
                .bind(copy.to_string_lossy().into_owned())
                .execute(&mut *self.writer().await?)
                .await?;
        }
        Ok(copy)
    }

    /// Moves a library that cannot be opened out of the way and returns its new path:
    /// `library.db.damaged-20260102T030405Z`, followed by `-1`, `-2`… when that is taken.
    ///
    /// Nothing is overwritten or deleted. Only for a library that is not open.
    pub async fn set_aside(path: &Path, now_ms: i64) -> Result<PathBuf> {
        let aside = free_name(path, &utc_stamp(now_ms)).await?;
        // The log first: a database without its log must not meet a new one's.
        for suffix in ["-wal", "-shm", ""] {
            match tokio::fs::rename(beside(path, suffix), beside(&aside, suffix)).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
        Ok(aside)
    }
}

async fn connect(path: &Path) -> Result<Library> {
    inspect(path, Library::supported_schema()).await?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("cache_size", CACHE);
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        // A full disk can end a transaction behind the driver's back; such a connection is replaced.
        .before_acquire(|connection, _| {
            let usable = !connection.is_in_transaction();
            Box::pin(async move { Ok(usable) })
        })
        .connect_with(options.clone())
        .await?;
    if let Err(error) = MIGRATIONS.run(&writer).await {
        writer.close().await;
        return Err(error.into());
    }
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.create_if_missing(false).pragma("query_only", "on"))
        .await?;
    let library = Library::new(path, writer, readers);
    library.prepare().await?;
    Ok(library)
}

/// `SQLite` only says that it cannot open the file; a folder without write permission is the
/// usual reason, and the listener can mend that.
async fn why_unreachable(path: &Path, error: sqlx::Error) -> Error {
    let folder = path.parent().unwrap_or(Path::new("."));
    let probe = folder.join(format!(".writable-{}", std::process::id()));
    match tokio::fs::File::create_new(&probe).await {
        Ok(_) => match tokio::fs::remove_file(&probe).await {
            Ok(()) => Error::Database(error),
            Err(error) => error.into(),
        },
        Err(error) => error.into(),
    }
}

async fn free_name(path: &Path, stamp: &str) -> Result<PathBuf> {
    let base = beside(path, &format!(".damaged-{stamp}"));
    let mut candidate = base.clone();
    let mut count = 0_u32;
    loop {
        let mut taken = false;
        for suffix in ["", "-wal", "-shm"] {
            taken |= tokio::fs::try_exists(beside(&candidate, suffix)).await?;
        }
        if !taken {
            return Ok(candidate);
        }
        count += 1;
        candidate = beside(&base, &format!("-{count}"));
    }
}

/// `20260102T030405Z`.
fn utc_stamp(now_ms: i64) -> String {
    chrono::DateTime::from_timestamp_millis(now_ms)
        .unwrap_or_default()
        .format("%Y%m%dT%H%M%SZ")
        .to_string()
}

#[cfg(test)]
mod tests;
