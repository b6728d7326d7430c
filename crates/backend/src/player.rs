//! The player, as the window and the terminal use it.

use balados_library::EpisodeId;
use tokio::sync::watch;

use crate::{Backend, Result, listening::Order, view::PlayerView};

impl Backend {
    pub fn player(&self) -> PlayerView {
        self.0.listening.view()
    }

    /// The player now and after every change; positions come often.
    pub fn watch_player(&self) -> watch::Receiver<PlayerView> {
        self.0.listening.watch()
    }

    /// Plays an episode from where it was left; one that was played, from the beginning.
    pub async fn play_episode(&self, id: i64) -> Result<()> {
        self.play_episode_from(id, None).await
    }

    /// Plays an episode from a place in milliseconds.
    pub async fn play_episode_from(&self, id: i64, from_ms: Option<i64>) -> Result<()> {
        let from_ms = from_ms.map(|ms| u64::try_from(ms).unwrap_or(0));
        self.0.listening.order(Order::PlayEpisode(EpisodeId(id), from_ms)).await
    }

    /// Goes on; starts over after the end; tries again after a failure.
    pub async fn play(&self) -> Result<()> {
        self.0.listening.order(Order::Play).await
    }

    pub async fn pause(&self) -> Result<()> {
        self.0.listening.order(Order::Pause).await
    }

    /// Empties the player. The place is kept.
    pub async fn stop(&self) -> Result<()> {
        self.0.listening.order(Order::Stop).await
    }

    /// Goes to a place in milliseconds; before the beginning is the beginning.
    pub async fn seek(&self, position_ms: i64) -> Result<()> {
        self.0.listening.order(Order::Seek(u64::try_from(position_ms).unwrap_or(0))).await
    }

    /// Moves by milliseconds, backwards when negative.
    pub async fn skip(&self, delta_ms: i64) -> Result<()> {
        self.0.listening.order(Order::Skip(delta_ms)).await
    }

    /// Goes on here, wherever another device is.
    pub async fn stay_here(&self) -> Result<()> {
        self.0.listening.order(Order::Stay).await
    }

    /// 0 to 1; ends muting.
    pub async fn set_volume(&self, volume: f64) -> Result<()> {
        self.0.listening.order(Order::Volume(volume)).await
    }

    pub async fn set_muted(&self, muted: bool) -> Result<()> {
        self.0.listening.order(Order::Mute(muted)).await
    }
}
