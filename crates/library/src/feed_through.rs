//! Feeds whose publisher could not be reached, and that a server has read instead.

use crate::{
    Applied, FeedUpdate, Library, PodcastId, Result, database::Write, feed_state::unchanged,
    feed_update,
};

/// Who has read a feed in the publisher's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Through {
    /// The host of the server.
    pub server: String,
    /// What it wants to hear again at the next conditional request.
    pub etag: Option<String>,
}

impl Library {
    /// As [`Library::apply_feed`], of what a server has read. Whatever is read at the publisher later ends this.
    pub async fn apply_feed_through(
        &self,
        podcast: PodcastId,
        update: &FeedUpdate<'_>,
        through: &Through,
        now_ms: i64,
    ) -> Result<Applied> {
        let mut write = self.write(now_ms).await?;
        let applied = feed_update::apply(&mut write, podcast, update).await?;
        note(&mut write, applied.podcast, through).await?;
        write.commit().await?;
        Ok(applied)
    }

    /// As [`Library::note_unchanged`], of what a server has read.
    pub async fn note_unchanged_through(
        &self,
        podcast: PodcastId,
        through: &Through,
        next_refresh_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        unchanged(&mut write, podcast, next_refresh_ms).await?;
        note(&mut write, podcast, through).await?;
        write.commit().await
    }

    /// Feeds that could not be reached since then are due now: the network was away, not they. Whether there are any.
    pub async fn retry_unreached(&self, since_ms: i64, now_ms: i64) -> Result<bool> {
        let mut write = self.write(now_ms).await?;
        let done = sqlx::query(
            "update feed_state set next_refresh_ms = ?2
             where last_attempt_ms >= ?1 and next_refresh_ms > ?2
               and error_code in ('host-unknown', 'host-unreachable', 'timed-out', 'connection-lost')",
        )
        .bind(since_ms)
        .bind(now_ms)
        .execute(write.connection())
        .await?;
        write.commit().await?;
        Ok(done.rows_affected() > 0)
    }
}

async fn note(write: &mut Write, podcast: PodcastId, through: &Through) -> Result<()> {
    sqlx::query("update feed_state set read_through = ?2, through_etag = ?3 where podcast = ?1")
        .bind(podcast)
        .bind(&through.server)
        .bind(&through.etag)
        .execute(write.connection())
        .await?;
    Ok(())
}
