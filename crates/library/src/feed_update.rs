//! What a feed says now, written over what it said before.
//!
//! One transaction a feed: episodes, validators and the next date move together. Episodes that a
//! feed no longer lists stay, with everything the listener did to them.

use balados_protocol::FeedUrl;

use crate::{
    Changed, EpisodeId, Library, NewEpisode, PodcastFields, PodcastId, Result, Validators,
    database::Write,
    feed_episodes, feed_move,
    feed_state::note_success,
    like::{self, Likeable},
    podcast,
    record::place_late,
};

/// A feed that was just read.
#[derive(Debug, Clone, Copy)]
pub struct FeedUpdate<'a> {
    pub fields: &'a PodcastFields,
    /// In the document's order.
    pub episodes: &'a [NewEpisode],
    pub extent: Extent,
    pub validators: &'a Validators,
    /// Where the publisher says that the feed is for good; the present address is fine.
    pub moved_to: Option<&'a FeedUrl>,
    /// Nothing takes the feed off the schedule.
    pub next_refresh_ms: Option<i64>,
}

/// How much of the feed's list was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// The document broke off or was cut: an episode that is not in it may still be listed.
    Part,
}

/// What an update changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Not the podcast that was asked for when it was [`Moved::Into`] another.
    pub podcast: PodcastId,
    /// In the document's order.
    pub new: Vec<EpisodeId>,
    pub changed: Vec<EpisodeId>,
    /// No longer listed; they stay in the library.
    pub removed: Vec<EpisodeId>,
    /// The podcast's own fields differ.
    pub podcast_changed: bool,
    pub moved: Option<Moved>,
}

/// A feed that is no longer where it was. Its old address is an alias from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    To(FeedUrl),
    /// The library had a podcast of the new address. It took in the episodes, the progress and the
    /// downloads of the one that moved, which is gone.
    Into(PodcastId),
}

impl Library {
    /// Writes what a feed says now. Unchanged episodes are not written again.
    pub async fn apply_feed(
        &self,
        podcast: PodcastId,
        update: &FeedUpdate<'_>,
        now_ms: i64,
    ) -> Result<Applied> {
        let mut write = self.write(now_ms).await?;
        let applied = apply(&mut write, podcast, update).await?;
        write.commit().await?;
        Ok(applied)
    }
}

pub(crate) async fn apply(
    write: &mut Write,
    podcast: PodcastId,
    update: &FeedUpdate<'_>,
) -> Result<Applied> {
    let from = podcast::address(write.connection(), podcast).await?;
    let moved = feed_move::follow(write, podcast, update.moved_to).await?;
    if let Some(Moved::To(to)) = &moved {
        feed_move::tell(write, podcast, &from, to).await?;
        like::announce(write, Likeable::Podcast(podcast)).await?;
    }
    let podcast = match moved {
        Some(Moved::Into(other)) => other,
        _ => podcast,
    };
    let now_ms = write.now_ms;
    let connection = write.connection();
    let mut applied = Applied {
        podcast,
        new: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
        podcast_changed: podcast::update(connection, podcast, update.fields).await?,
        moved,
    };
    feed_episodes::apply(connection, &mut applied, update, now_ms).await?;
    if !applied.new.is_empty() {
        place_late(write, podcast, &mut Changed::default()).await?;
    }
    let connection = write.connection();
    note_success(connection, podcast, update.validators, update.next_refresh_ms, now_ms).await?;
    Ok(applied)
}
