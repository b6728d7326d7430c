//! Who may see what: a level for everything, and others for some shows. A level travels as a record and has no other place.

use balados_protocol::{
    FeedRef, FeedUrl, Record, RecordKey, Register,
    record::{Level, Privacy},
};
use sqlx::SqliteConnection;

use super::{keep, wire};
use crate::{Library, PodcastId, Result, database::Write, podcast};

/// The levels that the listener has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    /// Of everything that has no level of its own; nothing: the protocol's, [`Level::Public`].
    pub everything: Option<Level>,
    /// By title.
    pub shows: Vec<ShowLevel>,
    /// Some episode, or a show that is not in the library, is public whatever holds for everything.
    pub has_public_rest: bool,
}

/// A show with a level of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowLevel {
    pub podcast: PodcastId,
    pub title: String,
    pub level: Level,
}

impl Levels {
    /// The level that holds for what has none of its own.
    pub fn default_level(&self) -> Level {
        self.everything.unwrap_or(Level::Public)
    }

    /// Whether nothing that the listener does is shown with their id.
    pub fn has_nothing_public(&self) -> bool {
        self.default_level() != Level::Public
            && !self.has_public_rest
            && self.shows.iter().all(|show| show.level != Level::Public)
    }
}

impl Library {
    pub async fn levels(&self) -> Result<Levels> {
        let mut reader = self.reader().await?;
        let mut levels = Levels::default();
        for (_, it) in all(&mut reader).await? {
            let Some(level) = it.level.value else { continue };
            let Some(feed) = it.feed else {
                levels.everything = Some(level);
                continue;
            };
            match show(&mut reader, &feed).await?.filter(|_| it.item.is_none()) {
                Some((podcast, title)) => levels.shows.push(ShowLevel { podcast, title, level }),
                None => levels.has_public_rest |= level == Level::Public,
            }
        }
        levels.shows.sort_by_cached_key(|show| crate::fold::fold(&show.title));
        Ok(levels)
    }

    /// The level of a show's own; nothing: that of everything holds.
    pub async fn own_level_of(&self, id: PodcastId) -> Result<Option<Level>> {
        let mut reader = self.reader().await?;
        let feed = podcast::address(&mut reader, id).await?;
        level(&mut reader, &feed).await
    }

    /// Chooses the level of a show, or of everything; nothing: as without a choice.
    pub async fn set_level(
        &self,
        of: Option<PodcastId>,
        level: Option<Level>,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        let feed = match of {
            Some(id) => {
                let feed = podcast::address(write.connection(), id).await?;
                // What is too long to travel is shown to nobody.
                let Some(feed) = wire::feed_ref(&feed) else { return Ok(()) };
                Some(feed)
            }
            None => None,
        };
        let at = write.stamp();
        let record = Privacy { feed, item: None, level: Register::new(level, at) };
        write.keep(Record::Privacy(record), None).await?;
        write.commit().await
    }

    /// Makes everything anonymous that is public, or public again what this made anonymous. What is private stays so.
    pub async fn set_anonymous(&self, on: bool, now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        if on {
            hide(&mut write).await?;
        } else {
            show_again(&mut write).await?;
        }
        write.commit().await
    }
}

async fn hide(write: &mut Write) -> Result<()> {
    let everything = RecordKey::privacy(None, None);
    let mut public = Vec::new();
    let mut has_choice = false;
    for (key, it) in all(write.connection()).await? {
        has_choice |= key == everything.as_str() && it.level.value.is_some();
        if it.level.value == Some(Level::Public) {
            public.push((key, it.feed, it.item));
        }
    }
    if !has_choice {
        public.push((everything.as_str().to_owned(), None, None));
    }
    let at = write.stamp();
    for (key, feed, item) in public {
        sqlx::query("insert or ignore into public_before (key) values (?1)")
            .bind(key)
            .execute(write.connection())
            .await?;
        let level = Register::new(Some(Level::Anonymous), at);
        write.keep(Record::Privacy(Privacy { feed, item, level }), None).await?;
    }
    Ok(())
}

/// Everything, whichever device hid it; of shows only those that were hidden here.
async fn show_again(write: &mut Write) -> Result<()> {
    let everything = RecordKey::privacy(None, None);
    let before: Vec<String> = sqlx::query_scalar("delete from public_before returning key")
        .fetch_all(write.connection())
        .await?;
    let at = write.stamp();
    for (key, it) in all(write.connection()).await? {
        let was_public = key == everything.as_str() || before.contains(&key);
        if was_public && it.level.value == Some(Level::Anonymous) {
            let level = Register::new(Some(Level::Public), at);
            write.keep(Record::Privacy(Privacy { level, ..it }), None).await?;
        }
    }
    Ok(())
}

/// A show that moves is not seen by more people for that: of two levels the more closed one holds.
pub(crate) async fn carry_level(write: &mut Write, from: &FeedUrl, to: &FeedUrl) -> Result<()> {
    let (Some(ours), theirs) =
        (level(write.connection(), from).await?, level(write.connection(), to).await?)
    else {
        return Ok(());
    };
    let Some(feed) = wire::feed_ref(to).filter(|_| Some(ours) > theirs) else { return Ok(()) };
    let level = Register::new(Some(ours), write.stamp());
    write.keep(Record::Privacy(Privacy { feed: Some(feed), item: None, level }), None).await
}

async fn level(connection: &mut SqliteConnection, feed: &FeedUrl) -> Result<Option<Level>> {
    let Some(feed) = wire::feed_ref(feed) else { return Ok(None) };
    match keep::load(connection, &RecordKey::privacy(Some(&feed), None)).await? {
        Some(Record::Privacy(it)) => Ok(it.level.value),
        _ => Ok(None),
    }
}

async fn all(connection: &mut SqliteConnection) -> Result<Vec<(String, Privacy)>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select key, body from record where kind = 'privacy' order by key")
            .fetch_all(connection)
            .await?;
    let mut levels = Vec::with_capacity(rows.len());
    for (key, body) in rows {
        if let Record::Privacy(it) = keep::read(&body)? {
            levels.push((key, it));
        }
    }
    Ok(levels)
}

async fn show(
    connection: &mut SqliteConnection,
    feed: &FeedRef,
) -> Result<Option<(PodcastId, String)>> {
    let Some(address) = wire::address(feed) else { return Ok(None) };
    let Some(id) = podcast::at_address(connection, &address).await? else { return Ok(None) };
    let title = sqlx::query_scalar("select title from podcast where id = ?1").bind(id);
    Ok(Some((id, title.fetch_one(connection).await?)))
}
