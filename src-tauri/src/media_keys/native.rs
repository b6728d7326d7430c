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
    #[allow(clippy::unused_async, reason = "as its counterpart on Linux")]
    pub(super) async fn open(app: &AppHandle, wishes: mpsc::Sender<Wish>) -> Result<Self, Error> {
        Ok(Self { app: app.clone(), wishes, attached: None, track: None })
    }

    /// These systems keep them.
    pub(super) async fn lost(&self) {
        std::future::pending::<()>().await;
    }

    /// These systems are told places, they never ask.
    #[allow(clippy::unused_self, reason = "as its counterpart on Linux")]
    pub(super) fn follow(&self, _player: watch::Receiver<PlayerView>) {}

    #[allow(clippy::unused_async, reason = "as its counterpart on Linux")]
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
            tell_track(controls, now.track.as_ref())?;
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
        let handle = window as usize;
        let is_fresh = self.attached.as_ref().is_none_or(|(attached, _)| *attached != handle);
        if is_fresh {
            self.attached = None;
            let mut controls = MediaControls::new(PlatformConfig {
                display_name: "Balados",
                dbus_name: "balados",
                hwnd: (!window.is_null()).then_some(window),
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
fn window(app: &AppHandle) -> Option<*mut c_void> {
    use tauri::Manager;
    let window = app.webview_windows().into_values().next()?;
    Some(window.hwnd().ok()?.0)
}

#[cfg(not(windows))]
#[allow(clippy::unnecessary_wraps, reason = "as on Windows")]
fn window(_app: &AppHandle) -> Option<*mut c_void> {
    Some(std::ptr::null_mut())
}

/// A cover that the system cannot read does not keep the title from it.
fn tell_track(controls: &mut MediaControls, track: Option<&Track>) -> Result<(), Error> {
    let cover = track.and_then(|track| track.cover.as_deref()).and_then(address);
    if cover.is_some() {
        match controls.set_metadata(metadata(track, cover.as_deref())) {
            Ok(()) => return Ok(()),
            Err(error) => tracing::warn!(%error, "The system could not read the cover"),
        }
    }
    controls.set_metadata(metadata(track, None))
}

/// souvlaki takes what follows `file://` for a path of Windows.
#[cfg(windows)]
fn address(cover: &str) -> Option<String> {
    let file = tauri::Url::parse(cover).ok()?.to_file_path().ok()?;
    Some(format!("file://{}", file.display()))
}

#[cfg(not(windows))]
#[allow(clippy::unnecessary_wraps, reason = "as on Windows")]
fn address(cover: &str) -> Option<String> {
    Some(cover.to_owned())
}

fn metadata<'a>(track: Option<&'a Track>, cover: Option<&'a str>) -> MediaMetadata<'a> {
    let Some(track) = track else { return MediaMetadata::default() };
    MediaMetadata {
        title: Some(&track.title),
        artist: Some(&track.show),
        album: Some(&track.show),
        cover_url: cover,
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

#[cfg(all(test, windows))]
mod tests {
    #[test]
    fn covers_are_found_by_a_path() {
        let of = super::address;
        assert_eq!(of("file:///C:/a%20b/c-96").as_deref(), Some(r"file://C:\a b\c-96"));
        assert_eq!(of("https://a.example/c.png"), None);
    }
}
