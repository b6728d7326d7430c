//! The media controls of macOS and Windows, by souvlaki.

use std::{ffi::c_void, time::Duration};

use balados_backend::view::PlayerView;
use souvlaki::{
    Error, MediaControlEvent, MediaControls, MediaMetadata, MediaPlayback, MediaPosition,
    PlatformConfig, SeekDirection,
};
use tauri::AppHandle;
use tokio::sync::{mpsc, watch};

use super::{
    BACK_MS, FORWARD_MS, Wish,
    now::{Now, Status, Track},
};

pub(super) struct Controls {
    app: AppHandle,
    wishes: mpsc::Sender<Wish>,
    /// On Windows they belong to a window, by its handle, and end with it; elsewhere that is 0.
    attached: Option<(usize, MediaControls)>,
    track: Option<Track>,
}

impl Controls {
    pub(super) async fn open(app: &AppHandle, wishes: mpsc::Sender<Wish>) -> Result<Self, Error> {
        Ok(Self { app: app.clone(), wishes, attached: None, track: None })
    }

    /// These systems keep them.
    pub(super) async fn lost(&self) {
        std::future::pending().await
    }

    /// These systems are told places, they never ask.
    pub(super) fn follow(&self, _player: watch::Receiver<PlayerView>) {}

    pub(super) async fn show(&mut self, now: Now, position_ms: i64, _is_jump: bool) {
        if let Err(error) = self.tell(&now, position_ms) {
            tracing::warn!(%error, "The system did not hear of the player");
        }
    }

    fn tell(&mut self, now: &Now, position_ms: i64) -> Result<(), Error> {
        let position = Duration::from_millis(u64::try_from(position_ms).unwrap_or_default());
        let is_new = self.track != now.track;
        let Some((controls, is_fresh)) = self.controls()? else { return Ok(()) };
        if is_new || is_fresh {
            controls.set_metadata(metadata(now.track.as_ref()))?;
        }
        controls.set_playback(playback(now.status, position))?;
        self.track.clone_from(&now.track);
        Ok(())
    }

    /// Nothing while Windows has no window to attach them to. Whether they were attached just now.
    fn controls(&mut self) -> Result<Option<(&mut MediaControls, bool)>, Error> {
        let Some(window) = window(&self.app) else {
            self.attached = None;
            return Ok(None);
        };
        let handle = window.map_or(0, |window| window as usize);
        let is_fresh = self.attached.as_ref().is_none_or(|(attached, _)| *attached != handle);
        if is_fresh {
            self.attached = None;
            let mut controls = MediaControls::new(PlatformConfig {
                display_name: "Balados",
                dbus_name: "balados",
                hwnd: window,
            })?;
            let wishes = self.wishes.clone();
            controls.attach(move |event| {
                if let Some(wish) = read(&event) {
                    let _ = wishes.try_send(wish);
                }
            })?;
            self.attached = Some((handle, controls));
        }
        Ok(self.attached.as_mut().map(|(_, controls)| (controls, is_fresh)))
    }
}

/// The window that the controls belong to, where the system wants one.
#[cfg(windows)]
fn window(app: &AppHandle) -> Option<Option<*mut c_void>> {
    use tauri::Manager;
    let window = app.webview_windows().into_values().next()?;
    Some(Some(window.hwnd().ok()?.0))
}

#[cfg(not(windows))]
fn window(_app: &AppHandle) -> Option<Option<*mut c_void>> {
    Some(None)
}

fn metadata(track: Option<&Track>) -> MediaMetadata<'_> {
    let Some(track) = track else { return MediaMetadata::default() };
    MediaMetadata {
        title: Some(&track.title),
        artist: Some(&track.show),
        album: Some(&track.show),
        cover_url: track.cover.as_deref(),
        duration: track.length,
    }
}

fn playback(status: Status, position: Duration) -> MediaPlayback {
    let progress = Some(MediaPosition(position));
    match status {
        Status::Stopped => MediaPlayback::Stopped,
        Status::Paused => MediaPlayback::Paused { progress },
        Status::Playing => MediaPlayback::Playing { progress },
    }
}

fn read(event: &MediaControlEvent) -> Option<Wish> {
    let ms = |time: &Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    Some(match event {
        MediaControlEvent::Play => Wish::Play,
        MediaControlEvent::Pause => Wish::Pause,
        MediaControlEvent::Toggle => Wish::Toggle,
        MediaControlEvent::Stop => Wish::Stop,
        MediaControlEvent::Next => Wish::Next,
        MediaControlEvent::Previous => Wish::Previous,
        MediaControlEvent::Seek(SeekDirection::Forward) => Wish::Skip(FORWARD_MS),
        MediaControlEvent::Seek(SeekDirection::Backward) => Wish::Skip(BACK_MS),
        MediaControlEvent::SeekBy(SeekDirection::Forward, by) => Wish::Skip(ms(by)),
        MediaControlEvent::SeekBy(SeekDirection::Backward, by) => Wish::Skip(-ms(by)),
        MediaControlEvent::SetPosition(MediaPosition(to)) => Wish::Seek(ms(to)),
        MediaControlEvent::SetVolume(volume) => Wish::Volume(*volume),
        MediaControlEvent::Raise => Wish::Raise,
        MediaControlEvent::Quit => Wish::Quit,
        _ => return None,
    })
}
