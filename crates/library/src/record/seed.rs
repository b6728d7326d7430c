//! Records of what a library had before it kept records.

use balados_protocol::{Record, Stamp, record::Listening};
use sqlx::Row as _;

use super::{keep, show::Shown, wire};
use crate::{EpisodeId, Library, Result, database::Write, episode, podcast::feed_url, progress};

impl Library {
    /// What opening leaves to be done with rows.
    pub(crate) async fn prepare(&self) -> Result<()> {
        let state = self.sync_state().await?;
        self.set_clock_offset(state.clock_offset_ms);
        let mut write = self.write(0).await?;
        seed(&mut write).await?;
        show_likes(&mut write).await?;
        show_lists(&mut write).await?;
        write.commit().await
    }
}

/// Once in the life of a library.
async fn seed(write: &mut Write) -> Result<()> {
    let seeded: bool =
        sqlx::query_scalar("select seeded from sync_state").fetch_one(write.connection()).await?;
    if seeded {
        return Ok(());
    }
    seed_subscriptions(write).await?;
    seed_progress(write).await?;
    sqlx::query("update sync_state set seeded = 1").execute(write.connection()).await?;
    Ok(())
}

/// Once in the life of a library, too: versions without a place for likes and bookmarks only kept them.
async fn show_likes(write: &mut Write) -> Result<()> {
    let are_shown: bool = sqlx::query_scalar("select likes_shown from sync_state")
        .fetch_one(write.connection())
        .await?;
    if !are_shown {
        show_kept(write, &["like", "bookmark"]).await?;
        sqlx::query("update sync_state set likes_shown = 1").execute(write.connection()).await?;
    }
    Ok(())
}

/// And versions without a place for lists.
async fn show_lists(write: &mut Write) -> Result<()> {
    let are_shown: bool = sqlx::query_scalar("select lists_shown from sync_state")
        .fetch_one(write.connection())
        .await?;
    if !are_shown {
        show_kept(write, &["playlist", "playlist_item", "collection", "collection_feed"]).await?;
        sqlx::query("update sync_state set lists_shown = 1").execute(write.connection()).await?;
    }
    Ok(())
}

async fn show_kept(write: &mut Write, kinds: &[&str]) -> Result<()> {
    let bodies: Vec<String> = sqlx::query_scalar(
        "select body from record where kind in (select value from json_each(?1))",
    )
    .bind(serde_json::json!(kinds).to_string())
    .fetch_all(write.connection())
    .await?;
    let mut shown = Shown::default();
    for body in &bodies {
        shown.note(&keep::read(body)?);
    }
    shown.show(write).await?;
    Ok(())
}

async fn seed_subscriptions(write: &mut Write) -> Result<()> {
    let rows = sqlx::query(
        "select feed_url, unsubscribed_ms is null as subscribed, stamp
         from subscription join podcast on podcast.id = subscription.podcast order by podcast.id",
    )
    .fetch_all(write.connection())
    .await?;
    for row in rows {
        let at = Stamp(row.try_get("stamp")?);
        if let Some(record) = wire::subscription(&feed_url(&row)?, row.try_get("subscribed")?, at) {
            write.keep(record, None).await?;
        }
    }
    Ok(())
}

async fn seed_progress(write: &mut Write) -> Result<()> {
    let rows: Vec<(EpisodeId, i64)> =
        sqlx::query_as("select episode, stamp from progress order by episode")
            .fetch_all(write.connection())
            .await?;
    for (id, stamp) in rows {
        let key = episode::key(write.connection(), id).await?;
        let progress = progress::kept(write.connection(), id).await?.progress;
        let (Some(feed), Some(item)) = (wire::feed_ref(&key.feed), wire::item_ref(&key)) else {
            continue;
        };
        let listening =
            Listening { feed, item, progress: progress::on_the_wire(progress), at: Stamp(stamp) };
        write.keep(Record::Listening(listening), Some(id)).await?;
    }
    Ok(())
}
