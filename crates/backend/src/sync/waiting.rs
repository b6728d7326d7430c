//! Changes that no server has confirmed, and apps that were let in.

use balados_protocol::ErrorClass;

use super::Sync;
use crate::{
    Backend, Error, Event, Result,
    view::{ConnectedApp, WaitingChange},
};

/// Most changes that are shown.
const SHOWN: u32 = 200;

impl Backend {
    /// Refused ones first, then the newest; at most 200.
    pub async fn waiting_changes(&self) -> Result<Vec<WaitingChange>> {
        let changes = self.0.library.waiting_changes(SHOWN).await?;
        Ok(changes.into_iter().map(WaitingChange::from).collect())
    }

    /// Sends what was refused once more: all of it, or one by its key.
    pub async fn retry_change(&self, key: Option<&str>) -> Result<()> {
        self.0.library.retry_refused(key).await?;
        self.0.bus.say(Event::SyncChanged);
        self.sync_now().await
    }

    /// Gives up telling the server; what was done stays here.
    pub async fn discard_change(&self, key: &str) -> Result<()> {
        self.0.library.discard_refused(key).await?;
        self.0.bus.say(Event::SyncChanged);
        Ok(())
    }

    /// The apps that the listener has let in on the server. Asks the server.
    pub async fn connected_apps(&self) -> Result<Vec<ConnectedApp>> {
        self.0.sync.apps().await
    }

    /// Shuts an app out of the server.
    pub async fn revoke_app(&self, app_id: &str) -> Result<()> {
        self.0.sync.revoke(app_id).await
    }
}

impl Sync {
    async fn apps(&self) -> Result<Vec<ConnectedApp>> {
        let (api, token, own) = self.reach().await?;
        let apps = api.apps(&token).await?;
        let shown = apps.into_iter().map(|app| ConnectedApp {
            is_this: app.app_id == own,
            last_used_ms: app.last_used_at.as_deref().and_then(read_time),
            app_id: app.app_id,
            name: app.app_name,
        });
        Ok(shown.collect())
    }

    async fn revoke(&self, app_id: &str) -> Result<()> {
        let (api, token, _) = self.reach().await?;
        Ok(api.revoke_app(&token, app_id).await?)
    }
}

fn read_time(text: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_millis())
}

impl From<balados_library::WaitingChange> for WaitingChange {
    fn from(change: balados_library::WaitingChange) -> Self {
        let refused = change.refused.map(|code| {
            let code = format!("change-{}", code.to_ascii_lowercase().replace('_', "-"));
            let message = change.refused_message.unwrap_or_default();
            Error::new(&code, ErrorClass::Permanent, message)
        });
        Self {
            key: change.key,
            kind: change.kind,
            podcast_id: change.podcast.map(|id| id.0),
            podcast_title: change.podcast_title,
            episode_id: change.episode.map(|id| id.0),
            episode_title: change.episode_title,
            changed_ms: change.changed_ms,
            refused,
        }
    }
}
