//! Hands events to whoever listens; who falls behind is told to load everything again.

use std::collections::BTreeMap;

use balados_library::{EpisodeId, PodcastId};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::Event;

/// Events a listener may be behind before it has to reload.
const CAPACITY: usize = 256;

#[derive(Clone)]
pub(crate) struct EventBus(broadcast::Sender<Event>);

impl EventBus {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(CAPACITY))
    }

    /// Says what happened; it is fine that nobody listens.
    pub(crate) fn say(&self, event: Event) {
        let _ = self.0.send(event);
    }

    /// Says which episodes look different now, one event for each podcast.
    pub(crate) fn say_episodes(&self, episodes: impl IntoIterator<Item = (PodcastId, EpisodeId)>) {
        let mut of_podcasts: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (podcast, episode) in episodes {
            of_podcasts.entry(podcast.0).or_default().push(episode.0);
        }
        for (podcast_id, ids) in of_podcasts {
            self.say(Event::EpisodesChanged { podcast_id, ids });
        }
    }

    pub(crate) fn listen(&self) -> EventStream {
        EventStream(self.0.subscribe())
    }
}

/// The events from now on, in order.
pub struct EventStream(broadcast::Receiver<Event>);

impl EventStream {
    /// The next event; nothing once the backend is gone.
    pub async fn next(&mut self) -> Option<Event> {
        match self.0.recv().await {
            Ok(event) => Some(event),
            Err(RecvError::Lagged(missed)) => {
                tracing::warn!(missed, "A listener fell behind and reloads");
                Some(Event::ReloadAll)
            }
            Err(RecvError::Closed) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_falls_behind_reloads() {
        let bus = EventBus::new();
        let mut stream = bus.listen();
        for id in 0..=i64::try_from(CAPACITY).unwrap() {
            bus.say(Event::PodcastsChanged { ids: vec![id] });
        }
        assert_eq!(stream.next().await, Some(Event::ReloadAll));
        assert_eq!(stream.next().await, Some(Event::PodcastsChanged { ids: vec![1] }));
    }
}
