//! What each device plays: told to the others, and offered here.

use balados_library::{EpisodeId, InPlayer};
use tokio_util::sync::CancellationToken;

use super::Sync;
use crate::{
    Result, clock,
    view::{PlayerPhase, PlayerView},
};

/// What others need to know; its place is what it was when this changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    episode: Option<i64>,
    is_playing: bool,
}

impl Told {
    fn of(view: &PlayerView) -> Self {
        let is_playing = matches!(view.phase, PlayerPhase::Playing | PlayerPhase::Buffering);
        Self { episode: view.episode.as_ref().map(|episode| episode.id), is_playing }
    }
}

impl Sync {
    /// Tells the listener's other devices what is in the player, whenever that changes.
    pub(super) async fn tell_playing(self, device: (String, String), stop: CancellationToken) {
        let mut player = self.0.listening.watch();
        let mut again = self.0.tell_again.subscribe();
        let telling = async {
            let mut told = None;
            loop {
                let view = player.borrow_and_update().clone();
                // What is loading is neither playing nor paused yet.
                let now = Told::of(&view);
                if view.phase != PlayerPhase::Loading && told != Some(now) {
                    told = Some(now);
                    if let Err(error) = self.tell(&device, now, &view).await {
                        tracing::warn!(
                            code = error.code,
                            "Other devices do not hear what is played"
                        );
                    }
                }
                tokio::select! {
                    changed = player.changed() => if changed.is_err() {
                        return;
                    },
                    // Its sender lives as long as the app.
                    _ = again.changed() => told = None,
                }
            }
        };
        stop.run_until_cancelled(telling).await;
    }

    /// What may be told of the player has changed.
    pub(crate) fn tell_again(&self) {
        self.0.tell_again.send_replace(());
    }

    async fn tell(&self, device: &(String, String), now: Told, view: &PlayerView) -> Result<()> {
        let playing = now.episode.map(|id| InPlayer {
            episode: EpisodeId(id),
            position_ms: u64::try_from(view.position_ms).unwrap_or_default(),
            is_playing: now.is_playing,
        });
        let (id, name) = device;
        Ok(self.0.library.tell_playing(id, name, playing, clock::now_ms()).await?)
    }

    /// Episodes were listened to elsewhere: the one in the player is not moved, its place is offered.
    pub(super) async fn offer(&self, episodes: Vec<EpisodeId>) -> Result<()> {
        let own = self.state().account.as_ref().map(|account| account.device_id.clone());
        let devices = self.0.library.other_devices(own.as_deref().unwrap_or_default()).await?;
        for row in self.0.library.episode_rows(&episodes).await? {
            let device = devices.iter().find(|device| device.episode == Some(row.id));
            let name = device.and_then(|device| device.name.clone());
            self.0.listening.heard_elsewhere(row, name).await?;
        }
        Ok(())
    }
}
