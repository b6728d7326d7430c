//! What is in the player, and what it looks like from outside.

use balados_library::EpisodeRow;
use balados_player::{DeviceState, Error as PlayerError, Phase, PlayerState, SourceTime, Ticket};

use super::bookmark::Bookmark;
use crate::{
    Error,
    to_view::whole,
    view::{Elsewhere, PlaySpeed, PlayerPhase, PlayerView, SleepTimer, SoundDevice},
};

/// Two devices that are nearer than this hear the same, in milliseconds.
const APART_MS: u64 = 30_000;

/// An episode in the player, or none.
pub(super) enum Deck {
    Empty,
    /// Shown paused; no byte is read before the listener wants to hear it.
    Parked {
        episode: Box<EpisodeRow>,
        at_ms: u64,
    },
    Loaded(Box<Loaded>),
}

pub(super) struct Loaded {
    pub(super) episode: EpisodeRow,
    pub(super) ticket: Ticket,
    pub(super) bookmark: Bookmark,
    /// The place to go to, until the player says that it is there.
    pub(super) at_ms: u64,
    /// What can be heard without the network, as far as bytes tell.
    pub(super) buffered: Box<dyn Fn() -> Buffered + Send + Sync>,
    /// The end was written down for this playing.
    pub(super) is_ended: bool,
    /// The queue waits when it ends.
    pub(super) is_last: bool,
    /// Another device went on; the listener decides.
    pub(super) elsewhere: Option<Elsewhere>,
}

/// What holds whatever is in the player.
#[derive(Debug, Clone, Copy)]
pub(super) struct Knobs {
    pub(super) volume: f64,
    pub(super) muted: bool,
    pub(super) speed: PlaySpeed,
    pub(super) sleep: Option<SleepTimer>,
}

/// Bytes at hand, for the bar behind the position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Buffered {
    pub(super) ranges: Vec<std::ops::Range<u64>>,
    pub(super) byte_len: Option<u64>,
    pub(super) is_seekable: bool,
}

impl Buffered {
    /// Up to where the recording is at hand from `position_ms` on, taking bytes as evenly spread
    /// over time; compressed audio is, nearly.
    fn until_ms(&self, position_ms: u64, duration_ms: u64) -> Option<u64> {
        let bytes = u128::from(self.byte_len.filter(|bytes| *bytes > 0)?);
        let duration = u128::from(duration_ms);
        if duration == 0 {
            return None;
        }
        let at = u64::try_from(u128::from(position_ms) * bytes / duration).ok()?;
        let range = self.ranges.iter().find(|range| range.contains(&at))?;
        u64::try_from(u128::from(range.end) * duration / bytes).ok()
    }
}

impl Deck {
    pub(super) fn episode(&self) -> Option<&EpisodeRow> {
        match self {
            Self::Empty => None,
            Self::Parked { episode, .. } => Some(episode),
            Self::Loaded(loaded) => Some(&loaded.episode),
        }
    }

    pub(super) fn loaded(&mut self) -> Option<&mut Loaded> {
        match self {
            Self::Loaded(loaded) => Some(loaded),
            Self::Empty | Self::Parked { .. } => None,
        }
    }

    /// Shows what is new of its episode; its place stays.
    pub(super) fn show(&mut self, row: EpisodeRow) {
        match self {
            Self::Parked { episode, .. } if episode.id == row.id => **episode = row,
            Self::Loaded(loaded) if loaded.episode.id == row.id => loaded.episode = row,
            _ => {}
        }
    }

    /// Where playback is, or would go on.
    pub(super) fn position_ms(&self, state: &PlayerState) -> u64 {
        match self {
            Self::Empty => 0,
            Self::Parked { at_ms, .. } => *at_ms,
            Self::Loaded(loaded) if state.ticket == Some(loaded.ticket) => {
                state.position.as_millis()
            }
            Self::Loaded(loaded) => loaded.at_ms,
        }
    }

    /// The decoder's answer, else the publisher's.
    pub(super) fn duration_ms(&self, state: &PlayerState) -> Option<u64> {
        let decoded = match self {
            Self::Loaded(loaded) if state.ticket == Some(loaded.ticket) => state.duration,
            _ => None,
        };
        decoded.map(SourceTime::as_millis).or(self.episode()?.duration_ms)
    }

    pub(super) fn view(&self, state: &PlayerState, knobs: Knobs) -> PlayerView {
        let Knobs { volume, muted, speed, sleep } = knobs;
        let position_ms = self.position_ms(state);
        let duration_ms = self.duration_ms(state);
        let buffered = match self {
            Self::Loaded(loaded) => (loaded.buffered)(),
            _ => Buffered::default(),
        };
        PlayerView {
            phase: self.phase(state),
            episode: self.episode().cloned().map(Into::into),
            position_ms: whole(position_ms),
            duration_ms: duration_ms.map(whole),
            buffered_ms: duration_ms
                .and_then(|duration| buffered.until_ms(position_ms, duration))
                .map(whole),
            seekable: matches!(self, Self::Parked { .. }) || buffered.is_seekable,
            volume,
            muted,
            speed,
            error: self.error(state),
            sound_device: sound_device(&state.device, state.device_error.as_ref()),
            elsewhere: self.elsewhere(position_ms),
            sleep,
        }
    }

    /// While it is somewhere else than here.
    fn elsewhere(&self, position_ms: u64) -> Option<Elsewhere> {
        let Self::Loaded(loaded) = self else { return None };
        let elsewhere = loaded.elsewhere.as_ref()?;
        let is_apart = elsewhere.position_ms.abs_diff(whole(position_ms)) > APART_MS;
        is_apart.then(|| elsewhere.clone())
    }

    pub(super) fn phase(&self, state: &PlayerState) -> PlayerPhase {
        match self {
            Self::Empty => PlayerPhase::Idle,
            Self::Parked { .. } => PlayerPhase::Paused,
            Self::Loaded(loaded) if state.ticket != Some(loaded.ticket) => PlayerPhase::Loading,
            Self::Loaded(_) => match &state.phase {
                Phase::Idle => PlayerPhase::Idle,
                Phase::Loading => PlayerPhase::Loading,
                Phase::Buffering => PlayerPhase::Buffering,
                Phase::Playing => PlayerPhase::Playing,
                Phase::Paused => PlayerPhase::Paused,
                Phase::Ended => PlayerPhase::Ended,
                Phase::Failed(_) => PlayerPhase::Failed,
            },
        }
    }

    fn error(&self, state: &PlayerState) -> Option<Error> {
        let failure = match (self, &state.phase) {
            (Self::Loaded(loaded), Phase::Failed(error)) if state.ticket == Some(loaded.ticket) => {
                Some(error)
            }
            _ => None,
        };
        failure.or(state.device_error.as_ref()).cloned().map(Into::into)
    }
}

fn sound_device(device: &DeviceState, error: Option<&PlayerError>) -> SoundDevice {
    match device {
        DeviceState::Ready { name } => SoundDevice::Ready { name: name.clone() },
        DeviceState::Absent | DeviceState::Lost => SoundDevice::Absent,
        // Closed because nobody listens, unless it could not be opened.
        DeviceState::Closed if error.is_some() => SoundDevice::Absent,
        DeviceState::Closed => SoundDevice::Ready { name: String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_buffered_ends_with_the_range_around_the_position() {
        let buffered =
            Buffered { ranges: vec![0..100, 400..700], byte_len: Some(1000), is_seekable: true };
        assert_eq!(buffered.until_ms(5_000, 100_000), Some(10_000));
        assert_eq!(buffered.until_ms(50_000, 100_000), Some(70_000));
        assert_eq!(buffered.until_ms(20_000, 100_000), None);
        assert_eq!(buffered.until_ms(0, 0), None);
        assert_eq!(Buffered::default().until_ms(0, 100_000), None);
    }
}
