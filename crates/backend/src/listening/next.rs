//! What is heard after an episode.

use balados_library::EpisodeId;
use balados_protocol::ErrorClass;

use super::task::ListeningTask;
use crate::{Error, Event, Result, list};

impl ListeningTask {
    /// Plays what follows in the queue; what was heard so far keeps its place, here and in the queue.
    pub(super) async fn play_next(&mut self) -> Result<()> {
        let none = || Error::new("queue-empty", ErrorClass::Local, "nothing else is in the queue");
        let next = self.next().await?.ok_or_else(none)?;
        self.play_episode(next, None).await
    }

    /// What is to be played now that an episode has ended. Nothing where the listener does not want that.
    pub(super) async fn next_by_itself(&mut self) -> Option<EpisodeId> {
        let is_last = self.deck.loaded().is_some_and(|loaded| loaded.is_last);
        if is_last || !self.is_at_end() {
            return None;
        }
        let found = match list::continues(&self.library).await {
            Ok(true) => self.next().await,
            Ok(false) => Ok(None),
            Err(error) => Err(error),
        };
        found.unwrap_or_else(|error| {
            tracing::error!(code = error.code, "The queue cannot be read");
            self.bus.say(Event::Problem { error });
            None
        })
    }

    pub(super) async fn go_on_with(&mut self, next: EpisodeId) {
        if let Err(error) = self.play_episode(next, None).await {
            tracing::warn!(code = error.code, "The next of the queue cannot be played");
            self.bus.say(Event::Problem { error });
        }
        self.tell();
    }

    async fn next(&self) -> Result<Option<EpisodeId>> {
        let here = self.deck.episode().map(|episode| episode.id);
        Ok(self.library.next_in_queue(here).await?)
    }
}
