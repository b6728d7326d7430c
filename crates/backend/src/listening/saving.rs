//! What is written down of listening, and when that fails.

use balados_library::{EpisodeId, EpisodeRow, PositionReason, PositionUpdate, Session};
use balados_player::{Phase, PlayerState, SourceTime};

use super::{
    bookmark::Meaning,
    task::{END_MS, ListeningTask},
};
use crate::{Event, Result, clock};

impl ListeningTask {
    /// Writes the place of the loaded episode and what the player holds, in one transaction.
    pub(super) async fn save(&mut self) {
        let session = self.session(self.deck.position_ms(&self.state));
        let Some(update) = self.position_update() else {
            let saved = self.library.save_session(&session).await;
            return self.note_saving(saved.map_err(Into::into));
        };
        let recorded = self.library.record_position(&update, Some(&session), clock::now_ms()).await;
        if let Ok(recorded) = &recorded {
            if recorded.left_queue {
                self.bus.say(Event::QueueChanged);
            }
            self.show_again(update.episode, recorded.before != recorded.now).await;
        }
        self.note_saving(recorded.map(drop).map_err(Into::into));
    }

    /// A place that was only gone to is no progress yet, but where the next start begins.
    pub(super) async fn save_session_at(&mut self, position_ms: u64) {
        let saved = self.library.save_session(&self.session(position_ms)).await;
        self.note_saving(saved.map_err(Into::into));
    }

    fn session(&self, position_ms: u64) -> Session {
        Session {
            episode: self.deck.episode().map(|episode| episode.id),
            position_ms,
            volume: self.volume,
            muted: self.muted,
        }
    }

    /// Nothing while the player has not said anything about the episode.
    fn position_update(&mut self) -> Option<PositionUpdate> {
        let state = &self.state;
        let loaded = self.deck.loaded().filter(|loaded| state.ticket == Some(loaded.ticket))?;
        let position_ms = state.position.as_millis();
        let is_at_end = is_at_end(state);
        let reason = match (&state.phase, loaded.bookmark.save()) {
            (Phase::Idle | Phase::Loading, _) => return None,
            (Phase::Ended, _) if is_at_end => PositionReason::Ended,
            (_, Meaning::StepBack) => PositionReason::SteppedBack,
            (_, Meaning::Onward) => PositionReason::Onward,
        };
        let exact = state.duration.filter(|_| !state.duration_is_estimate);
        Some(PositionUpdate {
            episode: loaded.episode.id,
            position_ms,
            duration_ms: exact.map(SourceTime::as_millis),
            reason,
        })
    }

    pub(super) fn is_at_end(&self) -> bool {
        is_at_end(&self.state)
    }

    /// What is shown of an episode follows what was written of it.
    async fn show_again(&mut self, id: EpisodeId, is_counted_anew: bool) {
        let Ok(row) = self.row(id).await else { return };
        let podcast_id = row.podcast.0;
        if let Some(loaded) = self.deck.loaded().filter(|loaded| loaded.episode.id == id) {
            loaded.episode = row;
        }
        self.bus.say(Event::EpisodesChanged { podcast_id, ids: vec![id.0] });
        if is_counted_anew {
            self.bus.say(Event::PodcastsChanged { ids: vec![podcast_id] });
        }
    }

    fn note_saving(&mut self, saved: Result<()>) {
        let failed = saved.is_err();
        if let Err(error) = saved
            && !self.is_saving_failing
        {
            tracing::error!(%error, "The place of listening could not be written");
            self.bus.say(Event::Problem { error });
        }
        self.is_saving_failing = failed;
    }

    pub(super) async fn row(&self, id: EpisodeId) -> Result<EpisodeRow> {
        Ok(self.library.episode(id).await?.row)
    }
}

/// A device that takes only so much ends early.
fn is_at_end(state: &PlayerState) -> bool {
    let position_ms = state.position.as_millis();
    state.duration.is_none_or(|end| position_ms + END_MS >= end.as_millis())
}
