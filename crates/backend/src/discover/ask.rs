//! Asking the server for its lists, one question at a time.

use tokio::time::Instant;

use super::{Discover, kept::Kept};
use crate::{Event, Result, clock, server::Server};

/// Entries of a list: more than anybody looks through.
const PODCASTS: u32 = 50;
const EPISODES: u32 = 30;

impl Discover {
    /// Asks behind whoever calls this.
    pub(super) fn ask(&self) {
        let Some(server) = self.begin() else { return };
        let (discover, stop) = (self.clone(), self.0.stop.clone());
        self.0.tasks.spawn(async move {
            stop.run_until_cancelled(discover.ask_for_lists(server)).await;
        });
        self.0.bus.say(Event::DiscoverChanged);
    }

    pub(super) async fn ask_and_wait(&self) {
        if let Some(server) = self.begin() {
            self.ask_for_lists(server).await;
        }
    }

    /// Nothing when there is nobody to ask, or it is being asked.
    fn begin(&self) -> Option<Server> {
        let server = self.0.server.get()?;
        let mut state = self.state();
        if state.asking.as_ref() == Some(&server.host) {
            return None;
        }
        state.asking = Some(server.host.clone());
        Some(server)
    }

    async fn ask_for_lists(&self, server: Server) {
        let done = self.keep_lists(&server).await;
        {
            let mut state = self.state();
            if state.asking.as_ref() == Some(&server.host) {
                state.asking = None;
            }
            state.failed = match done {
                Ok(()) => None,
                Err(error) => {
                    tracing::info!(code = error.code, "The server does not say what is popular");
                    Some((server.host, Instant::now(), error))
                }
            };
        }
        self.0.bus.say(Event::DiscoverChanged);
    }

    async fn keep_lists(&self, server: &Server) -> Result<()> {
        let podcasts = server.api.popular_podcasts(PODCASTS).await?;
        // A server may know one list and not the other.
        let episodes = match server.api.popular_episodes(EPISODES).await {
            Ok(episodes) => episodes,
            Err(balados_sync::Error::NotOffered { .. }) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        Kept::new(podcasts, episodes, clock::now_ms()).keep(&self.0.library, &server.host).await
    }
}
