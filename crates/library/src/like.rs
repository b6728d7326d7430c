//! Podcasts and episodes that the listener likes.
//!
//! A like holds until something later takes it back, under whichever of its names the thing was liked. The tables show
//! what the records say; what cannot travel has no record, and its row is all there is.

use balados_protocol::{FeedRef, ItemRef, Record, Stamp};
use sqlx::SqliteConnection;

use crate::{
    EpisodeId, Library, PodcastId, Result,
    database::Write,
    episode, podcast,
    record::{self, feed_ref, item_ref},
};

/// What can be liked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeable {
    Podcast(PodcastId),
    Episode(EpisodeId),
}

impl Library {
    /// Likes episodes, or no longer; all or none. Those that it was news for: the opposite with them undoes it.
    pub async fn set_episodes_liked(
        &self,
        episodes: &[EpisodeId],
        liked: bool,
        now_ms: i64,
    ) -> Result<Vec<EpisodeId>> {
        let mut write = self.write(now_ms).await?;
        let mut changed = Vec::new();
        for &episode in episodes {
            if set(&mut write, Likeable::Episode(episode), liked).await? {
                changed.push(episode);
            }
        }
        write.commit().await?;
        Ok(changed)
    }

    /// Likes a podcast, subscribed or not, or no longer; whether that was news.
    pub async fn set_podcast_liked(
        &self,
        podcast: PodcastId,
        liked: bool,
        now_ms: i64,
    ) -> Result<bool> {
        let mut write = self.write(now_ms).await?;
        let is_news = set(&mut write, Likeable::Podcast(podcast), liked).await?;
        write.commit().await?;
        Ok(is_news)
    }
}

/// Changes the row and its record, unless it is already so.
async fn set(write: &mut Write, what: Likeable, liked: bool) -> Result<bool> {
    // Asked for even when nothing differs: what is not here is an error.
    let name = name(write.connection(), what).await?;
    if since(write.connection(), what).await?.is_some() == liked {
        return Ok(false);
    }
    let at = write.stamp();
    put(write.connection(), what, liked.then_some(at)).await?;
    if let Some((feed, item)) = name {
        write.keep(record::like(feed, item, liked, at), what.episode()).await?;
    }
    Ok(true)
}

/// Shows what the devices agree on; whether anything differs.
pub(crate) async fn show(connection: &mut SqliteConnection, what: Likeable) -> Result<bool> {
    if name(connection, what).await?.is_none() {
        return Ok(false);
    }
    let moments = match what {
        Likeable::Podcast(id) => {
            let names = podcast::names(connection, id).await?;
            record::like_of_podcast(connection, &names).await?
        }
        Likeable::Episode(id) => record::like_of_episode(connection, id).await?,
    };
    let holds = moments.holds();
    if since(connection, what).await? == holds {
        return Ok(false);
    }
    put(connection, what, holds).await?;
    Ok(true)
}

/// Other devices know it by the name that it has now, too. It keeps the moment in which it was liked: a move is no act, and
/// brings nothing back that was taken back elsewhere.
pub(crate) async fn announce(write: &mut Write, what: Likeable) -> Result<()> {
    let Some(since) = since(write.connection(), what).await? else { return Ok(()) };
    match name(write.connection(), what).await? {
        Some((feed, item)) => {
            write.keep(record::like(feed, item, true, since), what.episode()).await
        }
        None => Ok(()),
    }
}

/// One thing turns out to be another one: what is liked as the one is liked as the other, unless records know better.
pub(crate) async fn join(
    connection: &mut SqliteConnection,
    from: Likeable,
    into: Likeable,
) -> Result<()> {
    let theirs = since(connection, from).await?;
    if theirs > since(connection, into).await? {
        put(connection, into, theirs).await?;
    }
    Ok(())
}

/// After [`join`], once the records of the one are those of the other.
pub(crate) async fn settle(write: &mut Write, what: Likeable) -> Result<()> {
    show(write.connection(), what).await?;
    announce(write, what).await
}

impl Likeable {
    fn episode(self) -> Option<EpisodeId> {
        match self {
            Self::Podcast(_) => None,
            Self::Episode(id) => Some(id),
        }
    }
}

/// Its name for other devices; nothing when they could not know it.
async fn name(
    connection: &mut SqliteConnection,
    what: Likeable,
) -> Result<Option<(FeedRef, Option<ItemRef>)>> {
    Ok(match what {
        Likeable::Podcast(id) => {
            let address = podcast::address(connection, id).await?;
            feed_ref(&address).map(|feed| (feed, None))
        }
        Likeable::Episode(id) => {
            let key = episode::key(connection, id).await?;
            feed_ref(&key.feed).zip(item_ref(&key)).map(|(feed, item)| (feed, Some(item)))
        }
    })
}

/// The moment of the like that holds.
async fn since(connection: &mut SqliteConnection, what: Likeable) -> Result<Option<Stamp>> {
    let query = match what {
        Likeable::Podcast(id) => {
            sqlx::query_scalar("select liked_ms from podcast_like where podcast = ?1").bind(id)
        }
        Likeable::Episode(id) => {
            sqlx::query_scalar("select liked_ms from episode_like where episode = ?1").bind(id)
        }
    };
    Ok(query.fetch_optional(connection).await?.map(Stamp))
}

async fn put(
    connection: &mut SqliteConnection,
    what: Likeable,
    since: Option<Stamp>,
) -> Result<()> {
    let (put, drop, id) = match what {
        Likeable::Podcast(id) => (
            "insert into podcast_like (podcast, liked_ms) values (?1, ?2)
             on conflict (podcast) do update set liked_ms = excluded.liked_ms",
            "delete from podcast_like where podcast = ?1",
            id.0,
        ),
        Likeable::Episode(id) => (
            "insert into episode_like (episode, liked_ms) values (?1, ?2)
             on conflict (episode) do update set liked_ms = excluded.liked_ms",
            "delete from episode_like where episode = ?1",
            id.0,
        ),
    };
    let query = match since {
        Some(since) => sqlx::query(put).bind(id).bind(since.0),
        None => sqlx::query(drop).bind(id),
    };
    query.execute(connection).await?;
    Ok(())
}

/// When something was liked last, and when that was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Moments {
    liked: Option<Stamp>,
    unliked: Option<Stamp>,
}

impl Moments {
    #[must_use]
    pub(crate) fn join(self, record: &Record) -> Self {
        let Record::Like(it) = record else { return self };
        Self { liked: self.liked.max(it.liked_at), unliked: self.unliked.max(it.unliked_at) }
    }

    /// The moment of the like, while it holds. A tie keeps it.
    fn holds(self) -> Option<Stamp> {
        self.liked.filter(|_| self.liked >= self.unliked)
    }
}
