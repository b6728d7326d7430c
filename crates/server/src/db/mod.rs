//! One database, embedded or not: the same statements run on SQLite and on PostgreSQL.
//!
//! Both know `$1`, `on conflict` and `returning`; columns are bigint, text and double precision only, which is what
//! [`sqlx::Any`] carries. Where the two differ, [`Dialect`] has both words.

mod dialect;

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    Any, AnyConnection, AnyPool, Executor, Transaction,
    any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers},
    migrate::MigrateError,
};

pub(crate) use dialect::Dialect;

use crate::error::{Error, Result};

pub(crate) type Tx = Transaction<'static, Any>;

/// How long a statement waits for a free connection, and SQLite's only writer for its turn.
const WAIT: Duration = Duration::from_secs(10);

/// Connections to the database. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    writer: AnyPool,
    reader: AnyPool,
    dialect: Dialect,
    url: String,
    epoch: String,
}

impl Database {
    /// Opens the SQLite file in `data`, or the PostgreSQL database at `url`, and brings its tables up to date.
    pub(crate) async fn open(data: &Path, url: Option<&str>, connections: u32) -> Result<Self> {
        install_default_drivers();
        let (url, dialect) = match url {
            Some(url) => (url.to_owned(), Dialect::Postgres),
            None => (sqlite_url(data).await?, Dialect::Sqlite),
        };
        let options = AnyConnectOptions::from_str(&url).map_err(Error::Unreachable)?;
        // SQLite has one writer; waiting for it in the pool is fairer than waiting for the file's lock.
        let writers = if dialect == Dialect::Sqlite { 1 } else { connections };
        let writer = pool(&options, dialect, writers).await?;
        let reader = match dialect {
            Dialect::Sqlite => pool(&options, dialect, connections).await?,
            Dialect::Postgres => writer.clone(),
        };
        migrate(&writer, dialect).await?;
        let epoch = epoch(&writer).await?;
        Ok(Self { writer, reader, dialect, url, epoch })
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// For a connection of another kind to the same database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Names this run of numbers: a database that was restored from a copy has another.
    pub(crate) fn epoch(&self) -> &str {
        &self.epoch
    }

    /// For statements that only read.
    pub(crate) fn reader(&self) -> &AnyPool {
        &self.reader
    }

    /// For single statements that write.
    pub(crate) fn writer(&self) -> &AnyPool {
        &self.writer
    }

    /// Every pool by its name.
    pub(crate) fn pools(&self) -> Vec<(&'static str, &AnyPool)> {
        match self.dialect {
            Dialect::Sqlite => vec![("writer", &self.writer), ("reader", &self.reader)],
            Dialect::Postgres => vec![("all", &self.writer)],
        }
    }

    /// A transaction that will write. On SQLite it has the writer's lock from the start.
    pub(crate) async fn begin(&self) -> Result<Tx> {
        let transaction = match self.dialect {
            Dialect::Sqlite => self.writer.begin_with("BEGIN IMMEDIATE").await?,
            Dialect::Postgres => self.writer.begin().await?,
        };
        Ok(transaction)
    }

    pub(crate) async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

async fn sqlite_url(data: &Path) -> Result<String> {
    tokio::fs::create_dir_all(data)
        .await
        .map_err(|source| Error::Data { path: data.to_owned(), source })?;
    Ok(format!("{}?mode=rwc", sqlite_url_of(&data.join("balados.sqlite"))?))
}

/// Of a database file.
pub(crate) fn sqlite_url_of(path: &Path) -> Result<String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let url = url::Url::from_file_path(path)
        .map_err(|()| Error::Config("the database file has no address".to_owned()))?;
    Ok(url.to_string().replacen("file://", "sqlite://", 1))
}

async fn pool(options: &AnyConnectOptions, dialect: Dialect, size: u32) -> Result<AnyPool> {
    AnyPoolOptions::new()
        .max_connections(size.max(1))
        .acquire_timeout(WAIT)
        .after_connect(move |connection, _| Box::pin(prepare(connection, dialect)))
        .connect_with(options.clone())
        .await
        .map_err(Error::Unreachable)
}

async fn prepare(connection: &mut AnyConnection, dialect: Dialect) -> sqlx::Result<()> {
    for statement in dialect.on_connect() {
        connection.execute(*statement).await?;
    }
    Ok(())
}

async fn migrate(pool: &AnyPool, dialect: Dialect) -> Result<()> {
    let migrator = match dialect {
        Dialect::Sqlite => sqlx::migrate!("migrations/sqlite"),
        Dialect::Postgres => sqlx::migrate!("migrations/postgres"),
    };
    migrator.run(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooOld(..) => Error::Newer,
        other => Error::Migration(other),
    })
}

/// Made once and kept; `backup` writes another one into the copy.
async fn epoch(pool: &AnyPool) -> Result<String> {
    sqlx::query("insert into meta (key, value) values ('epoch', $1) on conflict (key) do nothing")
        .bind(new_epoch())
        .execute(pool)
        .await?;
    Ok(sqlx::query_scalar("select value from meta where key = 'epoch'").fetch_one(pool).await?)
}

pub(crate) fn new_epoch() -> String {
    uuid::Uuid::new_v4().simple().to_string()[..12].to_owned()
}
