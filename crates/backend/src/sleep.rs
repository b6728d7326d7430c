//! The sleep timer, as the window and the tray use it.

use crate::{Backend, Result, listening::Order, view::SleepAfter};

impl Backend {
    /// Playback ends by itself after so much listening, or with the episode. In place of a timer
    /// that runs.
    ///
    /// # Errors
    /// `sleep-timer-out-of-range`, and `nothing-to-play` while the player is empty.
    pub async fn set_sleep_timer(&self, after: SleepAfter) -> Result<()> {
        self.0.listening.order(Order::SetSleepTimer(after)).await
    }

    /// Puts the end off by milliseconds of listening.
    ///
    /// # Errors
    /// `no-sleep-timer` when none runs that counts time.
    pub async fn extend_sleep_timer(&self, by_ms: i64) -> Result<()> {
        self.0.listening.order(Order::ExtendSleepTimer(u64::try_from(by_ms).unwrap_or(0))).await
    }

    /// Nothing happens where none runs.
    pub async fn cancel_sleep_timer(&self) -> Result<()> {
        self.0.listening.order(Order::CancelSleepTimer).await
    }

    /// Goes on with what the timer has kept from being heard, and sets the same timer again.
    pub async fn play_on(&self) -> Result<()> {
        self.0.listening.order(Order::PlayOn).await
    }
}
