//! What an engine finds, told to whoever shows it.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use balados_library::{Changed, EpisodeId, PodcastId};
use balados_sync::{Api, Engine, EngineConfig, Parts, Phase, Signer};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Sync;
use crate::{Event, clock, listening::Order};

/// Between two tellings of what an engine does: an exchange counts fast.
const PAUSE: Duration = Duration::from_millis(200);

pub(super) fn engine(
    sync: &Sync,
    api: Api,
    signer: Signer,
    stop: CancellationToken,
) -> (Engine, impl Future<Output = ()> + Send + use<>) {
    let (telling, noting) = (sync.clone(), sync.clone());
    let parts = Parts {
        library: sync.0.library.clone(),
        api,
        signer,
        config: EngineConfig {
            ways: sync.0.network.ways(),
            ..EngineConfig::new(Arc::new(clock::now_ms))
        },
        tell: Arc::new(move |changed| telling.hear(changed)),
        note: Arc::new(move |happening| noting.note(happening)),
    };
    Engine::new(parts, stop)
}

impl Sync {
    pub(crate) fn hear(&self, changed: Changed) {
        if changed.privacy {
            self.0.bus.say(Event::PrivacyChanged);
        }
        if changed.devices {
            self.0.bus.say(Event::DevicesChanged);
        }
        if !changed.unread.is_empty() {
            self.0.refresher.look_again();
        }
        // Of a podcast whose episodes were heard, the counter of what is unheard may be another one.
        let heard = changed.episodes.iter().map(|it| &it.0);
        let podcasts = changed.podcasts.iter().chain(&changed.liked_podcasts).chain(heard);
        let ids: BTreeSet<i64> = podcasts.map(|id| id.0).collect();
        if !ids.is_empty() {
            self.0.bus.say(Event::PodcastsChanged { ids: ids.into_iter().collect() });
        }
        if !changed.bookmarked.is_empty() {
            let episode_ids = changed.bookmarked.iter().map(|id| id.0).collect();
            self.0.bus.say(Event::BookmarksChanged { episode_ids });
        }
        self.offer_soon(&changed);
        self.show_likes_soon(&changed);
        self.hear_of_lists(&changed);
        self.look_at_speeds_soon(&changed);
        self.0.bus.say_episodes(changed.episodes.into_iter().chain(changed.liked_episodes));
    }
}

impl Sync {
    fn hear_of_lists(&self, changed: &Changed) {
        // Whether the queue goes on by itself is a setting.
        if !changed.queued.is_empty() || changed.settings {
            self.0.bus.say(Event::QueueChanged);
        }
        self.0.bus.say_episodes(changed.queued.iter().copied());
        if changed.collections {
            self.0.bus.say(Event::CollectionsChanged);
        }
        if !changed.playlists.is_empty() {
            let ids = changed.playlists.iter().map(|id| id.0.clone()).collect();
            self.0.bus.say(Event::PlaylistsChanged { ids });
        }
    }

    /// How fast something is played is a setting, too.
    fn look_at_speeds_soon(&self, changed: &Changed) {
        if !changed.settings {
            return;
        }
        self.0.bus.say(Event::SpeedsChanged);
        let listening = self.0.listening.clone();
        self.0.tasks.spawn(async move {
            if let Err(error) = listening.order(Order::LookAtSpeeds).await {
                tracing::warn!(code = error.code, "Speeds from other devices cannot be read");
            }
        });
    }

    /// Not while the engine waits.
    fn offer_soon(&self, changed: &Changed) {
        let episodes = self.in_player(&changed.episodes);
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

impl Sync {
    /// The episode in the player was liked elsewhere, or no longer.
    fn show_likes_soon(&self, changed: &Changed) {
        let episodes = self.in_player(&changed.liked_episodes);
        if episodes.is_empty() {
            return;
        }
        let sync = self.clone();
        self.0.tasks.spawn(async move {
            let shown = async {
                let rows = sync.0.library.episode_rows(&episodes).await?;
                sync.0.listening.rows_changed(&rows).await
            };
            if let Err(error) = shown.await {
                tracing::warn!(code = error.code, "What was liked elsewhere cannot be shown");
            }
        });
    }

    fn in_player(&self, episodes: &[(PodcastId, EpisodeId)]) -> Vec<EpisodeId> {
        let shown = self.0.listening.view().episode.map(|episode| EpisodeId(episode.id));
        episodes.iter().map(|it| it.1).filter(|id| Some(*id) == shown).collect()
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
