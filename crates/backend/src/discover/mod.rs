//! What is popular among the listeners of the connected server. Nobody waits for it: what was told last is shown, and an event
//! says when there is something newer.

mod ask;
mod counts;
mod kept;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use balados_library::{Library, NamedPodcast, PodcastId};
use balados_protocol::FeedUrl;
use tokio::time::Instant;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::counts::Counts;
use crate::{
    Backend, Error, Event, Result, clock,
    event_bus::EventBus,
    network::Network,
    server::ConnectedServer,
    view::{Discover as View, Popularity},
};

/// How long what was told is new enough.
const FRESH: i64 = 10 * 60_000;
/// A server that could not answer is not asked again sooner, unless the listener wants it.
const PATIENCE: Duration = Duration::from_mins(1);

/// Clones are the same.
#[derive(Clone)]
pub(crate) struct Discover(Arc<Parts>);

struct Parts {
    library: Library,
    server: ConnectedServer,
    bus: EventBus,
    stop: CancellationToken,
    tasks: TaskTracker,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The host of the server that is being asked.
    asking: Option<String>,
    /// Which server could not be asked, since when, and why.
    failed: Option<(String, Instant, Error)>,
    counts: Counts,
}

impl Discover {
    pub(crate) fn new(
        library: Library,
        server: ConnectedServer,
        bus: EventBus,
        stop: CancellationToken,
        tasks: TaskTracker,
    ) -> Self {
        let state = Mutex::default();
        Self(Arc::new(Parts { library, server, bus, stop, tasks, state }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What could not be asked is asked again when there is a way.
    pub(crate) async fn run(self, network: Network) {
        let mut ways = network.ways();
        let asking = async {
            while ways.changed().await.is_ok() {
                if self.state().failed.is_some() {
                    self.ask();
                }
            }
        };
        self.0.stop.run_until_cancelled(asking).await;
    }

    async fn view(&self) -> Result<View> {
        let Some(server) = self.0.server.get() else { return Ok(View::default()) };
        let kept = kept::of(&self.0.library, &server.host).await?;
        let age_ms = kept.as_ref().map(|kept| clock::now_ms().saturating_sub(kept.told_ms));
        // A clock that was set back makes old what seems to come.
        if age_ms.is_none_or(|age| !(0..FRESH).contains(&age)) && self.may_ask(&server.host) {
            self.ask();
        }
        let mut view = match kept {
            Some(kept) => kept.view(&self.0.library).await?,
            None => View::default(),
        };
        let state = self.state();
        view.is_asking = state.asking.as_ref() == Some(&server.host);
        let failed = state.failed.as_ref().filter(|(host, ..)| *host == server.host);
        view.error = failed.map(|(_, _, error)| error.clone());
        view.server = Some(server.host);
        Ok(view)
    }

    fn may_ask(&self, host: &str) -> bool {
        let state = self.state();
        let failed = state.failed.as_ref().filter(|(failed, ..)| failed == host);
        failed.is_none_or(|(_, since, _)| since.elapsed() >= PATIENCE)
    }
}

impl Backend {
    /// What is popular on the connected server, as it was told last; it is asked behind this where that was long ago.
    pub async fn discover(&self) -> Result<View> {
        self.0.discover.view().await
    }

    /// Asks the server now. The event [`Event::DiscoverChanged`] says when it has answered, or could not.
    pub fn ask_discover(&self) {
        self.0.discover.ask();
    }

    /// As [`Backend::discover`], when the server has answered: for who has no events.
    pub async fn discover_now(&self) -> Result<View> {
        self.0.discover.ask_and_wait().await;
        self.0.discover.view().await
    }

    /// Subscribes to a podcast that was found; its feed is read behind this.
    pub async fn subscribe_found(
        &self,
        feed_url: &str,
        title: Option<String>,
        image: Option<String>,
    ) -> Result<i64> {
        let feed = FeedUrl::parse(feed_url)?;
        let named = NamedPodcast { feed, title, author: None, artwork_url: image };
        let id = self.0.library.subscribe_named(&named, clock::now_ms()).await?;
        self.0.bus.say(Event::PodcastsChanged { ids: vec![id.0] });
        self.0.refresher.look_again();
        Ok(id.0)
    }

    /// How popular a podcast is; nothing before the server has said so. [`Event::PopularityChanged`] says when it has.
    pub async fn podcast_popularity(&self, id: i64) -> Result<Option<Popularity>> {
        let feed = self.0.library.feed(PodcastId(id)).await?.url;
        self.0.discover.podcast_popularity(id, &feed).await
    }

    /// As [`Backend::podcast_popularity`], of an episode.
    pub async fn episode_popularity(&self, id: i64) -> Result<Option<Popularity>> {
        self.0.discover.episode_popularity(id).await
    }
}
