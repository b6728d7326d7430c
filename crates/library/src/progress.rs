//! How far the listener is. The rules are [`balados_protocol::Progress`]'s; here they are kept.

use balados_protocol::{
    EpisodeKey, Intent, Progress, Record, Stamp,
    record::{Listening, MAX_POSITION_MS},
};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row, SqliteConnection, sqlite::SqliteRow};

use crate::{
    EpisodeId, EpisodeState, Library, Result, Session,
    database::Write,
    episode, is_complete, list, record,
    session::{self, to_stored},
};

/// Why a position is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PositionReason {
    /// Listening went on up to here. A place before the known one does not count.
    Onward,
    /// The listener went back here on purpose: this place counts, everywhere.
    SteppedBack,
    /// The recording is over.
    Ended,
}

/// A place that listening has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PositionUpdate {
    pub episode: EpisodeId,
    pub position_ms: u64,
    /// What the decoder found; nothing when it does not know. What the publisher says does not
    /// belong here: it would complete episodes too early.
    pub duration_ms: Option<u64>,
    pub reason: PositionReason,
}

/// What came of a [`PositionUpdate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    pub before: EpisodeState,
    pub now: EpisodeState,
    /// It was in the queue, and was heard to its end.
    pub left_queue: bool,
}

/// What an episode's progress was before an act, so that the act can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressBefore {
    pub episode: EpisodeId,
    pub played: bool,
    pub position_ms: u64,
}

/// An episode's row, or what an episode without one stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Kept {
    pub(crate) progress: Progress,
    /// What the decoder found.
    pub(crate) duration_ms: Option<u64>,
}

impl FromRow<'_, SqliteRow> for Kept {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            progress: Progress {
                generation: row.try_get("generation")?,
                played: row.try_get("played")?,
                position_ms: row.try_get("position_ms")?,
            },
            duration_ms: row.try_get("duration_ms")?,
        })
    }
}

impl Library {
    /// Keeps the place that listening has reached, and with it, in the same transaction, what the
    /// player holds.
    pub async fn record_position(
        &self,
        update: &PositionUpdate,
        session: Option<&Session>,
        now_ms: i64,
    ) -> Result<Recorded> {
        let mut write = self.write(now_ms).await?;
        let kept = kept(write.connection(), update.episode).await?;
        let next = heard(kept, update);
        put(&mut write, update.episode, kept, next).await?;
        if let Some(session) = session {
            session::put(write.connection(), session).await?;
        }
        let has_ended = update.reason == PositionReason::Ended;
        let left_queue = has_ended && list::leave_queue(&mut write, update.episode).await?;
        write.commit().await?;
        Ok(Recorded { before: state(kept.progress), now: state(next.progress), left_queue })
    }

    /// Marks episodes as played, or as unplayed and to be heard from the beginning; all or none.
    ///
    /// Returns what [`Library::restore_progress`] takes to undo it: the episodes that changed.
    pub async fn set_played(
        &self,
        episodes: &[EpisodeId],
        played: bool,
        now_ms: i64,
    ) -> Result<Vec<ProgressBefore>> {
        let mark = if played { Progress::marked_played } else { Progress::started_over };
        self.change(episodes, mark, now_ms).await
    }

    /// From the beginning, everywhere; what [`Library::restore_progress`] takes to undo it.
    pub async fn start_over(
        &self,
        episode: EpisodeId,
        now_ms: i64,
    ) -> Result<Option<ProgressBefore>> {
        let changed = self.change(&[episode], Progress::started_over, now_ms).await?;
        Ok(changed.into_iter().next())
    }

    /// Undoes an act: the episodes show again what they showed before it, and this travels.
    pub async fn restore_progress(&self, before: &[ProgressBefore], now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        for before in before {
            let wanted =
                Progress { generation: 0, played: before.played, position_ms: before.position_ms };
            let restore = |progress: Progress| progress.restored_to(wanted);
            change(&mut write, before.episode, restore).await?;
        }
        write.commit().await
    }

    async fn change(
        &self,
        episodes: &[EpisodeId],
        rule: impl Fn(Progress) -> Progress,
        now_ms: i64,
    ) -> Result<Vec<ProgressBefore>> {
        let mut write = self.write(now_ms).await?;
        let mut changed = Vec::new();
        for &episode in episodes {
            changed.extend(change(&mut write, episode, &rule).await?);
        }
        write.commit().await?;
        Ok(changed)
    }
}

fn state(progress: Progress) -> EpisodeState {
    EpisodeState::of(progress.played, progress.position_ms)
}

fn heard(kept: Kept, update: &PositionUpdate) -> Kept {
    let duration_ms = update.duration_ms.or(kept.duration_ms);
    let played =
        update.reason == PositionReason::Ended || is_complete(update.position_ms, duration_ms);
    let intent = match update.reason {
        PositionReason::SteppedBack => Intent::StepBack,
        PositionReason::Onward | PositionReason::Ended => Intent::Onward,
    };
    Kept { progress: kept.progress.heard(update.position_ms, played, intent), duration_ms }
}

/// Applies a rule; the state before it when there is a difference.
async fn change(
    write: &mut Write,
    episode: EpisodeId,
    rule: impl Fn(Progress) -> Progress,
) -> Result<Option<ProgressBefore>> {
    let kept = kept(write.connection(), episode).await?;
    let next = Kept { progress: rule(kept.progress), ..kept };
    put(write, episode, kept, next).await?;
    if next.progress.position_ms != kept.progress.position_ms {
        let position_ms = next.progress.position_ms;
        session::set_position(write.connection(), episode, position_ms).await?;
    }
    Ok((next != kept).then_some(ProgressBefore {
        episode,
        played: kept.progress.played,
        position_ms: kept.progress.position_ms,
    }))
}

pub(crate) async fn kept(connection: &mut SqliteConnection, episode: EpisodeId) -> Result<Kept> {
    Ok(sqlx::query_as(
        "select generation, played, position_ms, duration_ms from progress where episode = ?1",
    )
    .bind(episode)
    .fetch_optional(connection)
    .await?
    .unwrap_or_default())
}

/// Writes and records what differs.
pub(crate) async fn put(
    write: &mut Write,
    episode: EpisodeId,
    kept: Kept,
    next: Kept,
) -> Result<()> {
    // Asked for even when nothing differs: an episode that is not here is an error.
    let key = episode::key(write.connection(), episode).await?;
    if next == kept {
        return Ok(());
    }
    let at = write.stamp();
    show(write.connection(), episode, next, at).await?;
    if next.progress == kept.progress {
        return Ok(());
    }
    tell(write, episode, &key, next.progress, at).await
}

/// Writes the row, and tells nobody.
pub(crate) async fn show(
    connection: &mut SqliteConnection,
    episode: EpisodeId,
    next: Kept,
    at: Stamp,
) -> Result<()> {
    let duration_ms = next.duration_ms.map(|ms| to_stored(ms, "duration")).transpose()?;
    sqlx::query(
        "insert into progress (episode, generation, played, position_ms, duration_ms, stamp)
         values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (episode) do update set generation = excluded.generation, played = excluded.played,
           position_ms = excluded.position_ms, duration_ms = excluded.duration_ms, stamp = excluded.stamp",
    )
    .bind(episode)
    .bind(next.progress.generation)
    .bind(next.progress.played)
    .bind(to_stored(next.progress.position_ms, "position")?)
    .bind(duration_ms)
    .bind(at.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Tells other devices again, under the name that the episode has now.
pub(crate) async fn announce(write: &mut Write, episode: EpisodeId, kept: Kept) -> Result<()> {
    if kept.progress == Progress::default() {
        return Ok(());
    }
    let key = episode::key(write.connection(), episode).await?;
    let at = write.stamp();
    tell(write, episode, &key, kept.progress, at).await
}

async fn tell(
    write: &mut Write,
    episode: EpisodeId,
    key: &EpisodeKey,
    progress: Progress,
    at: Stamp,
) -> Result<()> {
    let (Some(feed), Some(item)) = (record::feed_ref(&key.feed), record::item_ref(key)) else {
        return Ok(());
    };
    let listening = Listening { feed, item, progress: on_the_wire(progress), at };
    write.keep(Record::Listening(listening), Some(episode)).await
}

/// No server takes a place beyond this one, and no recording is so long.
pub(crate) fn on_the_wire(progress: Progress) -> Progress {
    Progress { position_ms: progress.position_ms.min(MAX_POSITION_MS), ..progress }
}
