//! What the system shows of the player.

use std::time::{Duration, Instant};

use balados_backend::view::{EpisodeSummary, PlayerPhase, PlayerView};

/// Nearer to where it was expected, a place is no jump. In milliseconds.
const JUMP_MS: i64 = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Stopped,
    Paused,
    Playing,
}

/// The episode in the player.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Track {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) show: String,
    pub(super) length: Option<Duration>,
    /// A `file://` address.
    pub(super) cover: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Now {
    pub(super) status: Status,
    pub(super) track: Option<Track>,
    pub(super) can_seek: bool,
    /// 0 to 1.
    pub(super) volume: f64,
    /// 1 is as recorded.
    pub(super) rate: f64,
}

impl Now {
    /// `cover` is that of the episode in the player.
    pub(super) fn of(player: &PlayerView, cover: Option<&str>) -> Self {
        let track = player.episode.as_ref().map(|episode| track(episode, player, cover));
        Self {
            status: status(player.phase),
            can_seek: track.is_some() && player.seekable,
            track,
            volume: if player.muted { 0.0 } else { player.volume },
            rate: f64::from(player.speed.percent) / 100.0,
        }
    }
}

impl Default for Now {
    fn default() -> Self {
        Self { status: Status::Stopped, track: None, can_seek: false, volume: 0.0, rate: 1.0 }
    }
}

fn track(episode: &EpisodeSummary, player: &PlayerView, cover: Option<&str>) -> Track {
    let length = player.duration_ms.and_then(|ms| u64::try_from(ms).ok());
    Track {
        id: episode.id,
        title: episode.title.clone(),
        show: episode.podcast_title.clone(),
        length: length.map(Duration::from_millis),
        cover: cover.map(str::to_owned),
    }
}

/// What is about to become sound counts as playing: pressing the key again stops it.
fn status(phase: PlayerPhase) -> Status {
    match phase {
        PlayerPhase::Loading | PlayerPhase::Buffering | PlayerPhase::Playing => Status::Playing,
        PlayerPhase::Paused => Status::Paused,
        PlayerPhase::Idle | PlayerPhase::Ended | PlayerPhase::Failed => Status::Stopped,
    }
}

/// Where the player was at a moment: from it others reckon where it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    episode: Option<i64>,
    position_ms: i64,
    /// In hundredths of the recorded speed; 0 where it stands.
    percent: i64,
    at: Instant,
}

impl Place {
    pub(super) fn of(player: &PlayerView, at: Instant) -> Self {
        Self {
            episode: player.episode.as_ref().map(|episode| episode.id),
            position_ms: player.position_ms,
            percent: match player.phase {
                PlayerPhase::Playing => player.speed.percent.into(),
                _ => 0,
            },
            at,
        }
    }

    pub(super) fn moved_to(&mut self, position_ms: i64, at: Instant) {
        (self.position_ms, self.at) = (position_ms, at);
    }

    /// Whether the player is elsewhere in the same episode than reckoned from `before`.
    pub(super) fn is_jump_from(&self, before: &Self) -> bool {
        let passed = self.at.duration_since(before.at).as_millis();
        let passed = i64::try_from(passed).unwrap_or(i64::MAX).saturating_mul(before.percent) / 100;
        let expected = before.position_ms.saturating_add(passed);
        self.episode == before.episode && (self.position_ms - expected).abs() > JUMP_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(position_ms: i64, moves: bool, at: Instant) -> Place {
        let percent = if moves { 100 } else { 0 };
        Place { episode: Some(1), position_ms, percent, at }
    }

    #[test]
    fn what_goes_on_is_no_jump() {
        let begun = Instant::now();
        let later = begun + Duration::from_secs(10);
        assert!(!place(15_200, true, later).is_jump_from(&place(5_000, true, begun)));
        assert!(!place(5_000, false, later).is_jump_from(&place(5_000, false, begun)));
        assert!(place(5_000, true, later).is_jump_from(&place(5_000, true, begun)), "it hangs");
        let fast = Place { percent: 300, ..place(5_000, true, begun) };
        assert!(!place(35_100, true, later).is_jump_from(&fast));
        assert!(place(15_000, true, later).is_jump_from(&fast));
    }

    #[test]
    fn a_seek_is_a_jump_and_another_episode_is_not() {
        let now = Instant::now();
        let before = place(60_000, false, now);
        assert!(place(30_000, false, now).is_jump_from(&before));
        let other = Place { episode: Some(2), ..place(0, false, now) };
        assert!(!other.is_jump_from(&before));
    }

    #[test]
    fn phases() {
        assert_eq!(status(PlayerPhase::Buffering), Status::Playing);
        assert_eq!(status(PlayerPhase::Ended), Status::Stopped);
    }
}
