//! At which speed anything will be heard: a podcast at its own, else as everything is. Time left is the listener's, so whoever
//! shows any asks here; what is kept are places in the recording.

use std::collections::BTreeMap;

use balados_library::{Library, PodcastId};
use balados_player::Speed;
use serde_json::Value;

use crate::{
    Backend, Result,
    view::{OwnSpeed, Speeds},
};

/// A factor, for everything and for one podcast; all devices share both.
pub(crate) const KEY: &str = "player.speed";

/// Another app may have written anything.
pub(crate) fn read(value: &Value) -> Option<Speed> {
    Speed::nearest(value.as_f64()?)
}

/// What was chosen for everything.
pub(crate) async fn default(library: &Library) -> Result<Speed> {
    let chosen = library.setting(KEY).await?.and_then(|value| read(&value));
    Ok(chosen.unwrap_or_default())
}

/// What was chosen for everything and for podcasts.
pub(crate) struct Chosen {
    default: Speed,
    own: BTreeMap<PodcastId, Speed>,
}

impl Chosen {
    pub(crate) async fn load(library: &Library) -> Result<Self> {
        let own = library.podcast_settings(KEY).await?.into_iter();
        let own = own.filter_map(|(podcast, value)| Some((podcast, read(&value)?))).collect();
        Ok(Self { default: default(library).await?, own })
    }

    /// How fast a podcast is heard.
    pub(crate) fn of(&self, podcast: PodcastId) -> Speed {
        self.own.get(&podcast).copied().unwrap_or(self.default)
    }
}

impl From<Chosen> for Speeds {
    fn from(chosen: Chosen) -> Self {
        let own = chosen.own.into_iter();
        Self {
            default_percent: chosen.default.percent().into(),
            own: own
                .map(|(podcast, speed)| OwnSpeed {
                    podcast_id: podcast.0,
                    percent: speed.percent().into(),
                })
                .collect(),
        }
    }
}

impl Backend {
    /// How fast podcasts are heard. What is in the player may still be as fast as it began.
    pub async fn speeds(&self) -> Result<Speeds> {
        Ok(Chosen::load(&self.0.library).await?.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_other_apps_wrote_is_brought_to_the_nearest() {
        assert_eq!(read(&json!(1.51)).unwrap().percent(), 150);
        assert_eq!(read(&json!(12)).unwrap(), Speed::FASTEST);
        assert_eq!(read(&json!("fast")), None);
        assert_eq!(read(&json!(null)), None);
    }
}
