//! What the sleep timer does to the player.

use std::time::Duration;

use balados_player::{Phase, SourceTime, Ticket};
use balados_protocol::ErrorClass;

use super::{deck::Deck, sleep::Step, task::ListeningTask};
use crate::{
    Error, Event, Result,
    view::{PlayerPhase, SleepAfter},
};

impl ListeningTask {
    pub(super) fn set_sleep_timer(&mut self, after: SleepAfter) -> Result<()> {
        if matches!(self.deck, Deck::Empty) {
            return Err(Error::new("nothing-to-play", ErrorClass::Local, "the player is empty"));
        }
        self.sleep.set(after)?;
        self.player.fade_in();
        Ok(())
    }

    pub(super) fn extend_sleep_timer(&mut self, by_ms: u64) -> Result<()> {
        self.sleep.extend(by_ms)?;
        self.player.fade_in();
        Ok(())
    }

    pub(super) fn cancel_sleep_timer(&mut self) {
        self.sleep.cancel();
        self.player.fade_in();
    }

    /// Goes on after the timer has stopped playback, with the same timer again.
    pub(super) async fn play_on(&mut self) -> Result<()> {
        if self.deck.phase(&self.state) == PlayerPhase::Ended {
            self.play_next().await?;
        } else {
            self.play().await?;
        }
        self.sleep.chosen().map_or(Ok(()), |again| self.sleep.set(again))
    }

    /// The listener has gone somewhere: they are awake.
    pub(super) fn is_awake(&mut self) {
        if self.sleep.is_going_down() {
            self.sleep.interrupt();
            self.player.fade_in();
        }
    }

    /// Who pauses, or plays on, while the sound goes down needs no timer any more.
    pub(super) fn has_decided(&mut self) {
        if self.sleep.is_going_down() {
            self.cancel_sleep_timer();
        }
    }

    /// Follows what is heard.
    pub(super) fn count_down(&mut self) {
        let Some(ticket) = self.state.ticket else { return };
        match &self.state.phase {
            Phase::Playing => match self.hear_on(ticket) {
                Step::GoOn => {}
                Step::FadeOut { over_ms } => {
                    self.player.fade_out(Duration::from_millis(over_ms));
                }
                Step::PauseAt { place_ms } => {
                    self.player.pause_at(SourceTime::from_millis(place_ms));
                }
            },
            // A device or a source that went away.
            Phase::Paused | Phase::Failed(_) if !self.sleep.is_over() => self.is_awake(),
            Phase::Idle
            | Phase::Loading
            | Phase::Buffering
            | Phase::Paused
            | Phase::Ended
            | Phase::Failed(_) => {}
        }
    }

    fn hear_on(&mut self, ticket: Ticket) -> Step {
        self.sleep.hear(ticket, self.state.position.as_millis(), self.state.speed)
    }

    /// Whether the player has paused because of the timer, which is over with it.
    pub(super) fn has_fallen_asleep(&mut self) -> bool {
        let is_silent = matches!(self.state.phase, Phase::Paused | Phase::Failed(_));
        if !is_silent || !self.sleep.is_over() {
            return false;
        }
        self.sleep.cancel();
        if let Some(loaded) = self.deck.loaded() {
            loaded.bookmark.waits_at(self.state.position.as_millis());
        }
        self.state.phase == Phase::Paused
    }

    /// Whether the timer ends with the episode that has just ended.
    pub(super) fn has_ended_asleep(&mut self) -> bool {
        let is_asleep = self.sleep.ends_with_episode();
        if is_asleep {
            self.cancel_sleep_timer();
        }
        is_asleep
    }

    pub(super) fn tell_sleep(&self) {
        if let Some(episode) = self.deck.episode() {
            self.bus.say(Event::SleepTimerEnded { episode_id: episode.id.0 });
        }
    }
}
