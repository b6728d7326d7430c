//! MPRIS: how desktops on Linux show and steer a player.
//!
//! mpris-server rather than souvlaki: that one asks itself for news a hundred times a second, also
//! when nothing plays, and cannot say where the listener has sought to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use balados_backend::view::PlayerView;
use mpris_server::{
    LoopStatus, Metadata, PlaybackRate, PlaybackStatus, PlayerInterface, Property, RootInterface,
    Server, Signal, Time, TrackId, Volume,
    zbus::{self, fdo},
};
use tauri::AppHandle;
use tokio::sync::{mpsc, watch};

use super::{
    Wish,
    now::{Now, Status, Track},
};
use crate::session_bus;

const SLOWEST: PlaybackRate = 0.5;
const FASTEST: PlaybackRate = 3.0;

pub(super) struct Controls {
    server: Server<Player>,
    shown: Arc<Mutex<Shown>>,
    bus: zbus::Connection,
}

/// What the bus may ask for at any time.
#[derive(Default)]
struct Shown {
    now: Now,
    player: Option<watch::Receiver<PlayerView>>,
}

struct Player {
    shown: Arc<Mutex<Shown>>,
    wishes: mpsc::Sender<Wish>,
}

impl Controls {
    /// Waits for a session bus.
    pub(super) async fn open(_app: &AppHandle, wishes: mpsc::Sender<Wish>) -> zbus::Result<Self> {
        let bus = session_bus::connection().await;
        let shown = Arc::default();
        let player = Player { shown: Arc::clone(&shown), wishes };
        Ok(Self { server: Server::new(&name(), player).await?, shown, bus })
    }

    /// Waits until the bus is lost.
    pub(super) async fn lost(&self) {
        self.bus.closed().await;
    }

    /// From now on places are read here.
    pub(super) fn follow(&self, player: watch::Receiver<PlayerView>) {
        lock(&self.shown).player = Some(player);
    }

    /// Tells what has changed.
    pub(super) async fn show(&self, now: Now, position_ms: i64, is_jump: bool) {
        let before = std::mem::replace(&mut lock(&self.shown).now, now.clone());
        let changed = changed(&before, &now);
        let told = async {
            if !changed.is_empty() {
                self.server.properties_changed(changed).await?;
            }
            if is_jump {
                let position = Time::from_millis(position_ms);
                self.server.emit(Signal::Seeked { position }).await?;
            }
            zbus::Result::Ok(())
        };
        if let Err(error) = told.await {
            tracing::warn!(%error, "The desktop did not hear of the player");
        }
    }
}

/// A data folder of its own makes an instance of its own.
fn name() -> String {
    if balados_backend::has_own_data_dir() {
        format!("balados.instance{}", std::process::id())
    } else {
        "balados".to_owned()
    }
}

fn changed(before: &Now, now: &Now) -> Vec<Property> {
    let mut changed = Vec::new();
    if before.status != now.status {
        changed.push(Property::PlaybackStatus(status(now.status)));
    }
    if before.track != now.track {
        changed.push(Property::Metadata(metadata(now.track.as_ref())));
    }
    if before.track.is_some() != now.track.is_some() {
        changed.push(Property::CanPlay(now.track.is_some()));
        changed.push(Property::CanPause(now.track.is_some()));
    }
    if before.can_seek != now.can_seek {
        changed.push(Property::CanSeek(now.can_seek));
        changed.push(Property::CanGoNext(now.can_seek));
        changed.push(Property::CanGoPrevious(now.can_seek));
    }
    if (before.volume - now.volume).abs() > f64::EPSILON {
        changed.push(Property::Volume(now.volume));
    }
    if (before.rate - now.rate).abs() > f64::EPSILON {
        changed.push(Property::Rate(now.rate));
    }
    changed
}

fn status(status: Status) -> PlaybackStatus {
    match status {
        Status::Stopped => PlaybackStatus::Stopped,
        Status::Paused => PlaybackStatus::Paused,
        Status::Playing => PlaybackStatus::Playing,
    }
}

fn metadata(track: Option<&Track>) -> Metadata {
    let Some(track) = track else {
        return Metadata::builder().trackid(TrackId::NO_TRACK).build();
    };
    let mut metadata = Metadata::builder()
        .trackid(track_id(Some(track)))
        .title(&track.title)
        .artist([&track.show])
        .album(&track.show)
        .build();
    let length = track.length.and_then(|length| i64::try_from(length.as_micros()).ok());
    metadata.set_length(length.map(Time::from_micros));
    metadata.set_art_url(track.cover.clone());
    metadata
}

fn track_id(track: Option<&Track>) -> TrackId {
    track
        .and_then(|track| TrackId::try_from(format!("/org/balados/episode/{}", track.id)).ok())
        .unwrap_or(TrackId::NO_TRACK)
}

fn lock(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Player {
    fn now(&self) -> Now {
        lock(&self.shown).now.clone()
    }

    fn position_ms(&self) -> i64 {
        let shown = lock(&self.shown);
        shown.player.as_ref().map_or(0, |player| player.borrow().position_ms)
    }

    async fn wish(&self, wish: Wish) -> fdo::Result<()> {
        let ended = |_| fdo::Error::Failed("Balados is quitting".to_owned());
        self.wishes.send(wish).await.map_err(ended)
    }
}

fn unsupported() -> fdo::Error {
    fdo::Error::NotSupported("Balados cannot do this".to_owned())
}

impl RootInterface for Player {
    async fn raise(&self) -> fdo::Result<()> {
        self.wish(Wish::Raise).await
    }

    async fn quit(&self) -> fdo::Result<()> {
        self.wish(Wish::Quit).await
    }

    async fn can_quit(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_fullscreen(&self, _fullscreen: bool) -> zbus::Result<()> {
        Err(unsupported().into())
    }

    async fn can_set_fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn can_raise(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn has_track_list(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn identity(&self) -> fdo::Result<String> {
        Ok("Balados".to_owned())
    }

    async fn desktop_entry(&self) -> fdo::Result<String> {
        Ok(crate::DESKTOP_ENTRY.to_owned())
    }

    async fn supported_uri_schemes(&self) -> fdo::Result<Vec<String>> {
        Ok(Vec::new())
    }

    async fn supported_mime_types(&self) -> fdo::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

impl PlayerInterface for Player {
    async fn next(&self) -> fdo::Result<()> {
        self.wish(Wish::Next).await
    }

    async fn previous(&self) -> fdo::Result<()> {
        self.wish(Wish::Previous).await
    }

    async fn pause(&self) -> fdo::Result<()> {
        self.wish(Wish::Pause).await
    }

    async fn play_pause(&self) -> fdo::Result<()> {
        self.wish(Wish::Toggle).await
    }

    async fn stop(&self) -> fdo::Result<()> {
        self.wish(Wish::Stop).await
    }

    async fn play(&self) -> fdo::Result<()> {
        self.wish(Wish::Play).await
    }

    async fn seek(&self, offset: Time) -> fdo::Result<()> {
        self.wish(Wish::Skip(offset.as_millis())).await
    }

    /// Meant for another episode, or beyond its end, it means nothing.
    async fn set_position(&self, track_id: TrackId, position: Time) -> fdo::Result<()> {
        let track = self.now().track;
        let is_this = track_id == self::track_id(track.as_ref());
        let length = track.and_then(|track| i64::try_from(track.length?.as_micros()).ok());
        let is_within =
            !position.is_negative() && length.is_none_or(|length| position.as_micros() <= length);
        if is_this && is_within {
            self.wish(Wish::Seek(position.as_millis())).await?;
        }
        Ok(())
    }

    async fn open_uri(&self, _uri: String) -> fdo::Result<()> {
        Err(unsupported())
    }

    async fn playback_status(&self) -> fdo::Result<PlaybackStatus> {
        Ok(status(self.now().status))
    }

    async fn loop_status(&self) -> fdo::Result<LoopStatus> {
        Ok(LoopStatus::None)
    }

    async fn set_loop_status(&self, _loop_status: LoopStatus) -> zbus::Result<()> {
        Err(unsupported().into())
    }

    async fn rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(self.now().rate)
    }

    /// Zero is a pause; what the player does not have becomes the nearest that it has.
    async fn set_rate(&self, rate: PlaybackRate) -> zbus::Result<()> {
        let wish = if rate == 0.0 { Wish::Pause } else { Wish::Rate(rate) };
        Ok(self.wish(wish).await?)
    }

    async fn shuffle(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_shuffle(&self, _shuffle: bool) -> zbus::Result<()> {
        Err(unsupported().into())
    }

    async fn metadata(&self) -> fdo::Result<Metadata> {
        Ok(metadata(self.now().track.as_ref()))
    }

    async fn volume(&self) -> fdo::Result<Volume> {
        Ok(self.now().volume)
    }

    async fn set_volume(&self, volume: Volume) -> zbus::Result<()> {
        Ok(self.wish(Wish::Volume(volume)).await?)
    }

    async fn position(&self) -> fdo::Result<Time> {
        Ok(Time::from_millis(self.position_ms()))
    }

    async fn minimum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(SLOWEST)
    }

    async fn maximum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(FASTEST)
    }

    async fn can_go_next(&self) -> fdo::Result<bool> {
        Ok(self.now().can_seek)
    }

    async fn can_go_previous(&self) -> fdo::Result<bool> {
        Ok(self.now().can_seek)
    }

    async fn can_play(&self) -> fdo::Result<bool> {
        Ok(self.now().track.is_some())
    }

    async fn can_pause(&self) -> fdo::Result<bool> {
        Ok(self.now().track.is_some())
    }

    async fn can_seek(&self) -> fdo::Result<bool> {
        Ok(self.now().can_seek)
    }

    async fn can_control(&self) -> fdo::Result<bool> {
        Ok(true)
    }
}
