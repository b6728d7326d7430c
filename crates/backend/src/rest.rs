//! Whether anything goes on that a new start would break off.

use crate::{Backend, view::PlayerPhase};

impl Backend {
    /// Nothing plays, is read, is downloaded or is being signed in to, and no sleep timer runs. What waits, waits on disk.
    pub async fn is_at_rest(&self) -> bool {
        let player = self.player();
        !matches!(
            player.phase,
            PlayerPhase::Loading | PlayerPhase::Playing | PlayerPhase::Buffering
        ) && player.sleep.is_none()
            && !self.refresh_progress().running
            && !self.0.downloads.is_active()
            && self.0.new_account.lock().await.is_none()
    }
}
