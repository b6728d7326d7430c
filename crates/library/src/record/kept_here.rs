//! Shows that are kept on this device. Nothing that names one leaves it, but for the last words that the listener wants;
//! what other devices say of one is put aside until it is shared again.

use std::collections::BTreeSet;

use balados_protocol::{FeedRef, Record, RecordKey};
use sqlx::SqliteConnection;

use super::{farewell, keep, state, wire};
use crate::{Library, PodcastId, Result, database::Write, podcast};

/// What becomes of a show on the other devices when it is kept on this one from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnOtherDevices {
    /// They keep it, and hear no more of it from here.
    Stays,
    /// They hear that it was left, and no more.
    Goes,
}

/// What no record may name, by the names of all shows that are kept on this device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptHere {
    feeds: BTreeSet<String>,
    /// Keys of the last words that wait to be sent.
    farewells: BTreeSet<String>,
}

impl KeptHere {
    pub fn is_empty(&self) -> bool {
        self.feeds.is_empty()
    }

    /// Whether a text is the id of such a show.
    pub fn is_name(&self, text: &str) -> bool {
        self.feeds.contains(text)
    }

    /// Whether a server may hear this one record of such a show, as it is gone.
    pub fn is_farewell(&self, key: &RecordKey) -> bool {
        self.farewells.contains(key.as_str())
    }

    /// Whether a record is about such a show.
    pub(crate) fn is_about(&self, record: &Record) -> bool {
        record.feed().is_some_and(|feed| self.is_name(feed.as_str()))
    }

    /// JSON list of what stands in a record that names such a show, wherever it does.
    pub(super) fn marks(&self) -> String {
        let marks: Vec<String> = self.feeds.iter().map(|feed| format!("\"{feed}\"")).collect();
        serde_json::json!(marks).to_string()
    }
}

impl Library {
    pub async fn kept_here(&self) -> Result<KeptHere> {
        load(&mut *self.reader().await?).await
    }

    /// Keeps a show on this device. Listening, likes and all else go on here, and nobody hears of it.
    /// [`Library::share`] undoes it.
    pub async fn keep_here(
        &self,
        id: PodcastId,
        elsewhere: OnOtherDevices,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        let feeds = ids(write.connection(), id).await?;
        let kept = sqlx::query("insert or ignore into kept_here (podcast) values (?1)")
            .bind(id)
            .execute(write.connection())
            .await?;
        if kept.rows_affected() == 0 {
            return Ok(());
        }
        let has_server = state::load(write.connection()).await?.server.is_some();
        if elsewhere == OnOtherDevices::Goes && has_server {
            farewell::say(&mut write, &feeds).await?;
        }
        // As if no server had heard of it: all of it goes again once it is shared.
        sqlx::query(
            "update record set sent = 0, refused = null, refused_message = null
             where feed in (select value from json_each(?1))",
        )
        .bind(serde_json::json!(feeds).to_string())
        .execute(write.connection())
        .await?;
        write.wake();
        write.commit().await
    }

    /// The shows that are kept on this device, subscribed or not, by title.
    pub async fn kept_shows(&self) -> Result<Vec<(PodcastId, String)>> {
        Ok(sqlx::query_as(
            "select podcast.id, podcast.title from kept_here join podcast on podcast.id = kept_here.podcast
             order by podcast.title_key, podcast.id",
        )
        .fetch_all(&mut *self.reader().await?)
        .await?)
    }

    pub async fn is_kept_here(&self, id: PodcastId) -> Result<bool> {
        is_kept(&mut *self.reader().await?, id).await
    }
}

pub(crate) async fn is_kept(connection: &mut SqliteConnection, id: PodcastId) -> Result<bool> {
    Ok(sqlx::query_scalar("select exists (select 1 from kept_here where podcast = ?1)")
        .bind(id)
        .fetch_one(connection)
        .await?)
}

/// Two shows have become one: where either was kept here, both are.
pub(crate) async fn hand_over(
    connection: &mut SqliteConnection,
    from: PodcastId,
    into: PodcastId,
) -> Result<()> {
    sqlx::query(
        "insert or ignore into kept_here (podcast) select ?2 from kept_here where podcast = ?1",
    )
    .bind(from)
    .bind(into)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn load(connection: &mut SqliteConnection) -> Result<KeptHere> {
    let names = podcast::names_of_kept(connection).await?;
    let feeds = names.iter().filter_map(wire::feed_ref).map(String::from).collect();
    let mut kept = KeptHere { feeds, farewells: BTreeSet::new() };
    if !kept.is_empty() {
        let farewells: Vec<String> =
            sqlx::query_scalar("select key from farewell").fetch_all(connection).await?;
        kept.farewells.extend(farewells);
    }
    Ok(kept)
}

/// The names under which a show travels, or has travelled.
pub(super) async fn ids(connection: &mut SqliteConnection, id: PodcastId) -> Result<Vec<String>> {
    podcast::address(connection, id).await?;
    let names = podcast::names(connection, id).await?;
    Ok(names.iter().filter_map(wire::feed_ref).map(String::from).collect())
}

/// Keeps what another device says of such a show, unseen.
pub(super) async fn put_aside(write: &mut Write, record: &Record) -> Result<()> {
    let Some(feed) = record.feed().map(FeedRef::as_str) else { return Ok(()) };
    write.see(record.newest());
    let key = record.key();
    let before: Option<String> = sqlx::query_scalar("select body from elsewhere where key = ?1")
        .bind(key.as_str())
        .fetch_optional(write.connection())
        .await?;
    let before = before.map(|body| keep::read(&body)).transpose()?;
    let after = keep::join(before, record.clone())?;
    sqlx::query(
        "insert into elsewhere (key, feed, body) values (?1, ?2, ?3)
         on conflict (key) do update set body = excluded.body",
    )
    .bind(key.as_str())
    .bind(feed)
    .bind(keep::body(&after)?)
    .execute(write.connection())
    .await?;
    Ok(())
}
