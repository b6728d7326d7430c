//! What leaves this device, and who may see it where it goes.

use balados_library::{self as library, PodcastId};
use balados_protocol::{Kind, record::Level};

use crate::{
    Backend, Event, Result, clock,
    view::{KeptShow, OnOtherDevices, PrivacyLevel, PrivacyServer, PrivacyView, ShowPrivacy},
};

impl Backend {
    pub async fn privacy(&self) -> Result<PrivacyView> {
        let levels = self.0.library.levels().await?;
        let kept_here = self.0.library.kept_shows().await?;
        Ok(PrivacyView {
            everything: levels.default_level().into(),
            anonymous: levels.has_nothing_public(),
            server: self.privacy_server().await?,
            shows: levels.shows.into_iter().map(ShowPrivacy::from).collect(),
            kept_here: kept_here
                .into_iter()
                .map(|(id, title)| KeptShow { podcast_id: id.0, title })
                .collect(),
        })
    }

    /// Chooses the level of a show, or of everything; nothing: as without a choice.
    pub async fn set_privacy(
        &self,
        podcast: Option<i64>,
        level: Option<PrivacyLevel>,
    ) -> Result<()> {
        let of = podcast.map(PodcastId);
        self.0.library.set_level(of, level.map(Level::from), clock::now_ms()).await?;
        self.0.bus.say(Event::PrivacyChanged);
        Ok(())
    }

    /// Makes everything anonymous that is public, or public again what this made anonymous.
    pub async fn set_anonymous(&self, on: bool) -> Result<()> {
        self.0.library.set_anonymous(on, clock::now_ms()).await?;
        self.0.bus.say(Event::PrivacyChanged);
        Ok(())
    }

    /// Keeps a show on this device from now on.
    pub async fn keep_here(&self, podcast: i64, elsewhere: OnOtherDevices) -> Result<()> {
        let elsewhere = match elsewhere {
            OnOtherDevices::Stays => library::OnOtherDevices::Stays,
            OnOtherDevices::Goes => library::OnOtherDevices::Goes,
        };
        self.0.library.keep_here(PodcastId(podcast), elsewhere, clock::now_ms()).await?;
        self.0.sync.tell_again();
        self.say_share_changed(podcast);
        Ok(())
    }

    /// Shares a show with the listener's other devices again.
    pub async fn share_podcast(&self, podcast: i64) -> Result<()> {
        let changed = self.0.library.share(PodcastId(podcast), clock::now_ms()).await?;
        self.0.sync.hear(changed);
        self.0.sync.tell_again();
        self.say_share_changed(podcast);
        Ok(())
    }

    fn say_share_changed(&self, podcast: i64) {
        self.0.bus.say(Event::PodcastsChanged { ids: vec![podcast] });
        self.0.bus.say(Event::PrivacyChanged);
        self.0.bus.say(Event::SyncChanged);
    }

    async fn privacy_server(&self) -> Result<PrivacyServer> {
        let state = self.0.library.sync_state().await?;
        Ok(match (state.server, state.holds) {
            (None, _) => PrivacyServer::None,
            (Some(_), Some(holds)) if !holds.contains(&Kind::Privacy) => PrivacyServer::Ignores,
            (Some(_), _) => PrivacyServer::Honours,
        })
    }
}

impl From<PrivacyLevel> for Level {
    fn from(level: PrivacyLevel) -> Self {
        match level {
            PrivacyLevel::Public => Self::Public,
            PrivacyLevel::Anonymous => Self::Anonymous,
            PrivacyLevel::Private => Self::Private,
        }
    }
}

impl From<Level> for PrivacyLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Public => Self::Public,
            Level::Anonymous => Self::Anonymous,
            Level::Private => Self::Private,
        }
    }
}

impl From<library::ShowLevel> for ShowPrivacy {
    fn from(show: library::ShowLevel) -> Self {
        Self { podcast_id: show.podcast.0, title: show.title, level: show.level.into() }
    }
}
