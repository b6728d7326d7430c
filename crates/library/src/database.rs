//! The handle on one library: a writer, some readers, and what a write is.
//!
//! A write is a transaction that takes its lock at once, so that it cannot fail half-way
//! because another one came first. It carries the hybrid clock and the records that devices share.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use balados_protocol::{Record, Stamp};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction, pool::PoolConnection};
use tokio::sync::watch;

use crate::{EpisodeId, Result, clock, record};

/// One profile's library. Clones share the same file.
#[derive(Debug, Clone)]
pub struct Library {
    path: Arc<Path>,
    writer: SqlitePool,
    readers: SqlitePool,
    /// The server's clock minus ours, in milliseconds.
    clock_offset_ms: Arc<AtomicI64>,
    /// Changes whenever something begins to wait to be sent.
    waiting: watch::Sender<()>,
}

impl Library {
    pub(crate) fn new(path: &Path, writer: SqlitePool, readers: SqlitePool) -> Self {
        Self {
            path: path.into(),
            writer,
            readers,
            clock_offset_ms: Arc::default(),
            waiting: watch::Sender::new(()),
        }
    }

    /// Changes whenever something begins to wait to be sent.
    pub fn waiting(&self) -> watch::Receiver<()> {
        self.waiting.subscribe()
    }

    /// Stamps are made by the server's clock from now on.
    pub(crate) fn set_clock_offset(&self, offset_ms: i64) {
        self.clock_offset_ms.store(offset_ms, Ordering::Relaxed);
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits for running calls, writes the log back into the file and closes it. Calls that come
    /// later fail.
    pub async fn close(&self) {
        self.readers.close().await;
        // The last connection to close folds the write-ahead log into the file and removes it.
        self.writer.close().await;
    }

    /// Makes the library full beyond `pages` pages, as a full disk would: for tests.
    #[doc(hidden)]
    pub async fn limit_pages(&self, pages: u32) -> Result<()> {
        let mut connection = self.writer.acquire().await?;
        sqlx::query(sqlx::AssertSqlSafe(format!("pragma max_page_count = {pages}")))
            .execute(&mut *connection)
            .await?;
        Ok(())
    }

    pub(crate) async fn reader(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.readers.acquire().await?)
    }

    /// For what is no transaction.
    pub(crate) async fn writer(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.writer.acquire().await?)
    }

    pub(crate) async fn write(&self, now_ms: i64) -> Result<Write> {
        let mut tx = self.writer.begin_with("begin immediate").await?;
        let last = clock::last(&mut tx).await?;
        let offset_ms = self.clock_offset_ms.load(Ordering::Relaxed);
        let waiting = self.waiting.clone();
        Ok(Write {
            tx,
            waiting,
            has_kept: false,
            now_ms,
            stamp_ms: now_ms.saturating_add(offset_ms),
            read: last,
            last,
        })
    }
}

/// A write that is going on. Dropped without [`Write::commit`], it has never happened.
pub(crate) struct Write {
    tx: Transaction<'static, Sqlite>,
    waiting: watch::Sender<()>,
    /// Something waits to be sent now.
    has_kept: bool,
    pub(crate) now_ms: i64,
    /// The same by the server's clock.
    stamp_ms: i64,
    read: Stamp,
    last: Stamp,
}

impl Write {
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    /// The time of one act: later than every act before it.
    pub(crate) fn stamp(&mut self) -> Stamp {
        self.last = Stamp::next(self.last, self.stamp_ms);
        self.last
    }

    /// Remembers a stamp that came from elsewhere.
    pub(crate) fn see(&mut self, stamp: Stamp) {
        self.last = self.last.max(stamp);
    }

    pub(crate) fn last_stamp(&self) -> Stamp {
        self.last
    }

    /// The clock was ahead of the server's.
    pub(crate) fn set_back(&mut self, stamp: Stamp) {
        self.last = stamp;
    }

    /// Keeps what the listener did for the other devices.
    pub(crate) async fn keep(&mut self, record: Record, episode: Option<EpisodeId>) -> Result<()> {
        self.has_kept = true;
        record::keep(&mut self.tx, record, episode, self.now_ms).await
    }

    /// What waited and was not to be sent may go now, or the other way round.
    pub(crate) fn wake(&mut self) {
        self.has_kept = true;
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        if self.last != self.read {
            clock::keep(&mut self.tx, self.last).await?;
        }
        self.tx.commit().await?;
        if self.has_kept {
            self.waiting.send_replace(());
        }
        Ok(())
    }
}
