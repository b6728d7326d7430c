//! The player, as the window and the terminal use it.

use balados_library::EpisodeId;
use balados_player::Speed;
use tokio::sync::watch;

use crate::{
    Backend, Result,
    listening::{Order, speed_of},
    view::PlayerView,
};

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

    /// Plays at another speed, in hundredths: 50 to 300, in steps of 5. It holds for the podcast in the
    /// player where that has a speed of its own, else for all that have none, on every device.
    ///
    /// # Errors
    /// `speed-out-of-range` for anything else.
    pub async fn set_speed(&self, percent: i32) -> Result<()> {
        self.0.listening.order(Order::Speed(speed_of(percent)?)).await
    }

    /// The same by steps, slower when negative; as far as it goes.
    pub async fn step_speed(&self, steps: i32) -> Result<()> {
        self.0.listening.order(Order::SpeedBy(steps)).await
    }

    /// The same before an episode is played.
    ///
    /// # Errors
    /// `speed-out-of-range`, and `not-found` without such an episode.
    pub async fn set_speed_of(&self, episode: i64, percent: i32) -> Result<()> {
        let (episode, speed) = (EpisodeId(episode), speed_of(percent)?);
        self.0.listening.order(Order::SpeedOf(episode, speed)).await
    }

    /// The same with a factor that others chose, brought to the nearest speed that the player has.
    pub async fn set_nearest_speed(&self, factor: f64) -> Result<()> {
        match Speed::nearest(factor) {
            Some(speed) => self.0.listening.order(Order::Speed(speed)).await,
            None => Ok(()),
        }
    }

    /// The speed of every podcast that has none of its own.
    ///
    /// # Errors
    /// `speed-out-of-range` as for [`Backend::set_speed`].
    pub async fn set_default_speed(&self, percent: i32) -> Result<()> {
        self.0.listening.order(Order::DefaultSpeed(speed_of(percent)?)).await
    }

    /// Gives the podcast in the player a speed of its own, or takes it away.
    ///
    /// # Errors
    /// `nothing-to-play` while the player is empty.
    pub async fn set_own_speed(&self, is_own: bool) -> Result<()> {
        self.0.listening.order(Order::OwnSpeed(is_own)).await
    }

    pub async fn set_muted(&self, muted: bool) -> Result<()> {
        self.0.listening.order(Order::Mute(muted)).await
    }
}
