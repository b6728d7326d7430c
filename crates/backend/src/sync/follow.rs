//! What an engine finds, told to whoever shows it.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use balados_library::{Changed, EpisodeId};
use balados_sync::{Api, Engine, EngineConfig, Parts, Phase, Signer};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Sync;
use crate::{Event, clock};

/// Between two tellings of what an engine does: an exchange counts fast.
const PAUSE: Duration = Duration::from_millis(200);

pub(super) fn engine(
    sync: &Sync,
    api: Api,
    signer: Signer,
    stop: CancellationToken,
) -> (Engine, impl Future<Output = ()> + Send + use<>) {
    let telling = sync.clone();
    let parts = Parts {
        library: sync.0.library.clone(),
        api,
        signer,
        config: EngineConfig::new(Arc::new(clock::now_ms)),
        tell: Arc::new(move |changed| telling.hear(changed)),
    };
    Engine::new(parts, stop)
}

impl Sync {
    fn hear(&self, changed: Changed) {
        if !changed.unread.is_empty() {
            self.0.refresher.look_again();
        }
        if !changed.podcasts.is_empty() {
            let ids = changed.podcasts.iter().map(|id| id.0).collect();
            self.0.bus.say(Event::PodcastsChanged { ids });
        }
        self.offer_soon(&changed);
        let mut episodes: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (podcast, episode) in changed.episodes {
            episodes.entry(podcast.0).or_default().push(episode.0);
        }
        for (podcast_id, ids) in episodes {
            self.0.bus.say(Event::EpisodesChanged { podcast_id, ids });
            // Its counter of what is unheard may be another one.
            self.0.bus.say(Event::PodcastsChanged { ids: vec![podcast_id] });
        }
    }
}

impl Sync {
    /// Not while the engine waits.
    fn offer_soon(&self, changed: &Changed) {
        let shown = self.0.listening.view().episode.map(|episode| EpisodeId(episode.id));
        let is_shown = |id: &EpisodeId| Some(*id) == shown;
        let episodes: Vec<_> = changed.episodes.iter().map(|it| it.1).filter(is_shown).collect();
        if episodes.is_empty() {
            return;
        }
        let sync = self.clone();
        self.0.tasks.spawn(async move {
            if let Err(error) = sync.offer(episodes).await {
                tracing::warn!(code = error.code, "What was heard elsewhere cannot be offered");
            }
        });
    }
}

/// Also when something begins to wait: its number is shown.
pub(super) async fn tell_phases(
    sync: Sync,
    mut phase: watch::Receiver<Phase>,
    stop: CancellationToken,
) {
    let mut waiting = sync.0.library.waiting();
    let telling = async {
        loop {
            let is_over = tokio::select! {
                changed = phase.changed() => changed.is_err(),
                changed = waiting.changed() => changed.is_err(),
            };
            if is_over {
                return;
            }
            sync.say_changed();
            tokio::time::sleep(PAUSE).await;
        }
    };
    stop.run_until_cancelled(telling).await;
}
