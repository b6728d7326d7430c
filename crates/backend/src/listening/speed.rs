//! How fast what is in the player is heard: as its podcast is, else as everything is.

use balados_library::{EpisodeId, EpisodeRow, Library, PodcastId, SettingScope};
use balados_player::Speed;
use balados_protocol::ErrorClass;
use serde_json::json;

use super::task::ListeningTask;
use crate::{
    Error, Event, Result, clock,
    speed::{self, KEY},
    view::{PlaySpeed, PlayerPhase},
};

/// What the listener has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Speeds {
    default: Speed,
    /// Of the podcast in the player.
    own: Option<Speed>,
}

impl Speeds {
    pub(super) async fn of(library: &Library, episode: Option<&EpisodeRow>) -> Result<Self> {
        let default = speed::default(library).await?;
        let own = match episode {
            Some(episode) => library.podcast_setting(episode.podcast, KEY).await?,
            None => None,
        };
        Ok(Self { default, own: own.and_then(|value| speed::read(&value)) })
    }

    pub(super) fn holds(self) -> Speed {
        self.own.unwrap_or(self.default)
    }

    pub(super) fn view(self) -> PlaySpeed {
        PlaySpeed {
            percent: self.holds().percent().into(),
            default_percent: self.default.percent().into(),
            is_own: self.own.is_some(),
        }
    }
}

/// In hundredths, as the window and the terminal say it.
pub(crate) fn speed_of(percent: i32) -> Result<Speed> {
    u16::try_from(percent).ok().and_then(Speed::from_percent).ok_or_else(|| {
        let message = format!("{percent} hundredths are no speed to play at");
        Error::new("speed-out-of-range", ErrorClass::Local, message)
    })
}

impl ListeningTask {
    /// Kept where the one was that held so far.
    pub(super) async fn set_speed(&mut self, speed: Speed) -> Result<()> {
        match (self.speeds.own, self.podcast()) {
            (Some(_), Some(podcast)) => self.keep_own_speed(podcast, Some(speed)).await,
            _ => self.set_default_speed(speed).await,
        }
    }

    pub(super) async fn set_speed_of(&mut self, id: EpisodeId, speed: Speed) -> Result<()> {
        let episode = self.row(id).await?;
        if self.podcast() == Some(episode.podcast) {
            return self.set_speed(speed).await;
        }
        match Speeds::of(&self.library, Some(&episode)).await?.own {
            Some(_) => self.write_own_speed(episode.podcast, Some(speed)).await,
            None => self.set_default_speed(speed).await,
        }
    }

    pub(super) async fn set_default_speed(&mut self, speed: Speed) -> Result<()> {
        let (value, scope) = (json!(speed.factor()), SettingScope::Shared);
        self.library.set_setting(KEY, &value, scope, clock::now_ms()).await?;
        self.bus.say(Event::SpeedsChanged);
        self.speeds.default = speed;
        self.follow_speeds();
        Ok(())
    }

    /// A podcast that gets a speed of its own begins with the one that held; without one, it goes
    /// back to what everything has.
    pub(super) async fn set_own_speed(&mut self, is_own: bool) -> Result<()> {
        let nothing = || Error::new("nothing-to-play", ErrorClass::Local, "the player is empty");
        let podcast = self.podcast().ok_or_else(nothing)?;
        self.keep_own_speed(podcast, is_own.then(|| self.speeds.holds())).await
    }

    async fn keep_own_speed(&mut self, podcast: PodcastId, speed: Option<Speed>) -> Result<()> {
        self.write_own_speed(podcast, speed).await?;
        self.speeds.own = speed;
        self.follow_speeds();
        Ok(())
    }

    async fn write_own_speed(&self, podcast: PodcastId, speed: Option<Speed>) -> Result<()> {
        let value = speed.map(|speed| json!(speed.factor()));
        let now_ms = clock::now_ms();
        self.library.set_podcast_setting(podcast, KEY, value.as_ref(), now_ms).await?;
        self.bus.say(Event::SpeedsChanged);
        Ok(())
    }

    /// What was chosen elsewhere holds from the next time on that something is loaded, and at once
    /// where nothing is heard: nobody's words become faster while they are spoken.
    pub(super) async fn look_at_speeds(&mut self) -> Result<()> {
        let phase = self.deck.phase(&self.state);
        if matches!(phase, PlayerPhase::Playing | PlayerPhase::Buffering | PlayerPhase::Loading) {
            return Ok(());
        }
        self.speeds = Speeds::of(&self.library, self.deck.episode()).await?;
        self.follow_speeds();
        Ok(())
    }

    fn follow_speeds(&self) {
        self.player.set_speed(self.speeds.holds());
    }

    fn podcast(&self) -> Option<PodcastId> {
        self.deck.episode().map(|episode| episode.podcast)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_speeds_that_the_player_has_are_taken() {
        for percent in [i32::MIN, -100, 0, 45, 101, 305, i32::MAX] {
            assert_eq!(speed_of(percent).unwrap_err().code, "speed-out-of-range");
        }
        assert_eq!(speed_of(125).unwrap().percent(), 125);
    }
}
