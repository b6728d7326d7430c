//! Subscribing and unsubscribing. Unsubscribing hides: history and progress stay.

use balados_protocol::{FeedUrl, Stamp};
use sqlx::SqliteConnection;

use crate::{
    Extent, FeedUpdate, Library, NewEpisode, PodcastFields, PodcastId, Result, Validators,
    collection,
    database::Write,
    feed_move, feed_state, feed_update,
    like::{self, Likeable},
    podcast, record,
};

/// A feed that was just read for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPodcast {
    pub feed: FeedUrl,
    /// Other addresses that lead to the same feed for good: what the listener typed, before
    /// permanent redirects.
    pub aliases: Vec<FeedUrl>,
    pub fields: PodcastFields,
    pub validators: Validators,
    pub next_refresh_ms: Option<i64>,
}

/// A podcast that somebody names, and whose feed was not read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPodcast {
    pub feed: FeedUrl,
    /// Until its feed says what it is; the feed's host where there is no title.
    pub title: Option<String>,
    pub author: Option<String>,
    pub artwork_url: Option<String>,
}

impl Library {
    /// Subscribes to a podcast before its feed was read: it is due at once. One that is known, by whichever of its
    /// addresses, keeps what its feed has said.
    pub async fn subscribe_named(&self, named: &NamedPodcast, now_ms: i64) -> Result<PodcastId> {
        let mut write = self.write(now_ms).await?;
        let (id, _) = subscribe_named(&mut write, named).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Subscribes to a podcast and keeps its episodes, in one transaction.
    ///
    /// A podcast that is known by this address, an alias or an address it had before is updated
    /// and subscribed again instead; if it is subscribed already, nothing is recorded.
    pub async fn subscribe(
        &self,
        new: &NewPodcast,
        episodes: &[NewEpisode],
        now_ms: i64,
    ) -> Result<PodcastId> {
        let mut write = self.write(now_ms).await?;
        let known = known(&mut write, new).await?;
        let id = match known {
            Some(id) => id,
            None => podcast::insert(write.connection(), &new.feed, &new.fields, now_ms).await?,
        };
        let update = FeedUpdate {
            fields: &new.fields,
            episodes,
            validators: &new.validators,
            extent: Extent::Whole,
            moved_to: Some(&new.feed),
            next_refresh_ms: new.next_refresh_ms,
        };
        let id = feed_update::apply(&mut write, id, &update).await?.podcast;
        for alias in &new.aliases {
            feed_move::add_alias(&mut write, id, alias).await?;
        }
        // It may have been liked elsewhere before it was here.
        like::show(write.connection(), Likeable::Podcast(id)).await?;
        collection::place_late(&mut write, id).await?;
        set(&mut write, id, Act::Subscribe).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Hides a podcast. Its episodes, history and progress stay.
    pub async fn unsubscribe(&self, id: PodcastId, now_ms: i64) -> Result<()> {
        self.act(id, Act::Unsubscribe, now_ms).await
    }

    /// Undoes [`Library::unsubscribe`]: the podcast is back in its old place.
    pub async fn resubscribe(&self, id: PodcastId, now_ms: i64) -> Result<()> {
        self.act(id, Act::Resubscribe, now_ms).await
    }

    async fn act(&self, id: PodcastId, act: Act, now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        set(&mut write, id, act).await?;
        write.commit().await
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Subscribe,
    Resubscribe,
    Unsubscribe,
}

/// The podcast, and whether it was not subscribed before.
pub(crate) async fn subscribe_named(
    write: &mut Write,
    named: &NamedPodcast,
) -> Result<(PodcastId, bool)> {
    let id = match podcast::find(write.connection(), &named.feed).await? {
        Some(id) => id,
        None => add_named(write, named).await?,
    };
    let is_new = !is_subscribed(write.connection(), id).await?;
    set(write, id, Act::Subscribe).await?;
    Ok((id, is_new))
}

async fn add_named(write: &mut Write, named: &NamedPodcast) -> Result<PodcastId> {
    let title = named.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let fields = PodcastFields {
        title: title.unwrap_or(named.feed.host()).to_owned(),
        author: named.author.clone(),
        artwork_url: named.artwork_url.clone(),
        ..PodcastFields::default()
    };
    let now_ms = write.now_ms;
    let id = podcast::insert(write.connection(), &named.feed, &fields, now_ms).await?;
    feed_state::note_unread(write.connection(), id, now_ms).await?;
    Ok(id)
}

async fn known(write: &mut Write, new: &NewPodcast) -> Result<Option<PodcastId>> {
    for feed in std::iter::once(&new.feed).chain(&new.aliases) {
        if let Some(id) = podcast::find(write.connection(), feed).await? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

pub(crate) async fn is_subscribed(
    connection: &mut SqliteConnection,
    id: PodcastId,
) -> Result<bool> {
    let subscribed: Option<bool> =
        sqlx::query_scalar("select unsubscribed_ms is null from subscription where podcast = ?1")
            .bind(id)
            .fetch_optional(connection)
            .await?;
    Ok(subscribed.unwrap_or(false))
}

/// The moment of the subscription that holds; nothing when there is none.
pub(crate) async fn since(
    connection: &mut SqliteConnection,
    id: PodcastId,
) -> Result<Option<Stamp>> {
    let stamp: Option<i64> = sqlx::query_scalar(
        "select stamp from subscription where podcast = ?1 and unsubscribed_ms is null",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(stamp.map(Stamp))
}

/// Changes the subscription and records it, unless it is already so.
pub(crate) async fn set(write: &mut Write, id: PodcastId, act: Act) -> Result<()> {
    let feed = podcast::address(write.connection(), id).await?;
    let wanted = act != Act::Unsubscribe;
    if is_subscribed(write.connection(), id).await? == wanted {
        return Ok(());
    }
    let at = write.stamp();
    let now_ms = write.now_ms;
    sqlx::query(
        "insert into subscription (podcast, subscribed_ms, unsubscribed_ms, stamp)
         values (?1, ?2, ?3, ?4)
         on conflict (podcast) do update set
           subscribed_ms = iif(?5, excluded.subscribed_ms, subscribed_ms),
           unsubscribed_ms = excluded.unsubscribed_ms,
           stamp = excluded.stamp",
    )
    .bind(id)
    .bind(now_ms)
    .bind((!wanted).then_some(now_ms))
    .bind(at.0)
    .bind(act == Act::Subscribe)
    .execute(write.connection())
    .await?;
    if let Some(record) = record::subscription(&feed, wanted, at) {
        write.keep(record, None).await?;
    }
    Ok(())
}

/// When a podcast was subscribed to last, and left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Moments {
    subscribed: Option<Stamp>,
    unsubscribed: Option<Stamp>,
}

impl Moments {
    #[must_use]
    pub(crate) fn join(self, subscribed: Option<Stamp>, unsubscribed: Option<Stamp>) -> Self {
        Self {
            subscribed: self.subscribed.max(subscribed),
            unsubscribed: self.unsubscribed.max(unsubscribed),
        }
    }

    /// A tie keeps it.
    pub(crate) fn is_subscribed(self) -> bool {
        self.subscribed.is_some() && self.subscribed >= self.unsubscribed
    }
}

/// Shows what the devices agree on; whether anything differs.
pub(crate) async fn show(write: &mut Write, id: PodcastId, moments: Moments) -> Result<bool> {
    let wanted = moments.is_subscribed();
    if is_subscribed(write.connection(), id).await? == wanted {
        return Ok(false);
    }
    let at = moments.subscribed.max(moments.unsubscribed).unwrap_or_else(|| write.stamp());
    sqlx::query(
        "insert into subscription (podcast, subscribed_ms, unsubscribed_ms, stamp) values (?1, ?2, ?3, ?4)
         on conflict (podcast) do update set
           subscribed_ms = iif(?5, excluded.subscribed_ms, subscribed_ms),
           unsubscribed_ms = excluded.unsubscribed_ms, stamp = excluded.stamp",
    )
    .bind(id)
    .bind(at.0)
    .bind((!wanted).then_some(at.0))
    .bind(at.0)
    .bind(wanted)
    .execute(write.connection())
    .await?;
    Ok(true)
}
