//! Settings of the app as a whole, kept by the store plugin in `settings.json`.

use balados_backend::{Error, ErrorClass};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use tauri::AppHandle;
use tauri_plugin_store::StoreExt;

use crate::shell::Shell;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// The language of the system, English when the app does not speak it.
    #[default]
    System,
    En,
    Fr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// Which notices the listener wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoticeSettings {
    pub new_episodes: bool,
    /// Sync goes on only when the listener does something.
    pub sync: bool,
    pub downloads_failed: bool,
    pub downloads_done: bool,
    /// The sleep timer has paused playback.
    pub sleep_timer: bool,
}

impl Default for NoticeSettings {
    fn default() -> Self {
        Self {
            new_episodes: true,
            sync: true,
            downloads_failed: true,
            downloads_done: false,
            sleep_timer: true,
        }
    }
}

/// What closing the window does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Closing {
    /// The app goes on without a window.
    #[default]
    Background,
    Quit,
}

/// How large the page is shown, in percent; between 50 and 300.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Zoom(u16);

impl Default for Zoom {
    fn default() -> Self {
        Self(100)
    }
}

impl Zoom {
    /// 1 is as large as it was drawn. What is out of bounds counts as the nearest bound, so that
    /// the way back can always be read.
    pub(crate) fn factor(self) -> f64 {
        f64::from(self.0.clamp(50, 300)) / 100.0
    }
}

/// The app-wide settings; what is missing or unreadable in the file takes its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    pub notices: NoticeSettings,
    pub closing: Closing,
    pub zoom: Zoom,
    /// The first steps were taken or passed over; they are not shown again.
    pub welcomed: bool,
}

const FILE: &str = "settings.json";

/// Reads the settings; a damaged file counts as an empty one.
pub(crate) fn read(app: &AppHandle, shell: &Shell) -> Settings {
    let Ok(store) = app.store(shell.data_dir().join(FILE)) else {
        tracing::warn!("The settings could not be read; the defaults are used");
        return Settings::default();
    };
    let value = |key| store.get(key).unwrap_or_default();
    Settings {
        language: serde_json::from_value(value("language")).unwrap_or_default(),
        theme: serde_json::from_value(value("theme")).unwrap_or_default(),
        notices: notices(value("notices")),
        closing: serde_json::from_value(value("closing")).unwrap_or_default(),
        zoom: serde_json::from_value(value("zoom")).unwrap_or_default(),
        welcomed: serde_json::from_value(value("welcomed")).unwrap_or_default(),
    }
}

/// A kind that an older version did not know takes its default; the others stay as they were chosen.
fn notices(kept: Value) -> NoticeSettings {
    let Ok(Value::Object(mut all)) = serde_json::to_value(NoticeSettings::default()) else {
        return NoticeSettings::default();
    };
    if let Value::Object(kept) = kept {
        all.extend(kept);
    }
    serde_json::from_value(Value::Object(all)).unwrap_or_default()
}

/// Writes the settings to disk before it returns.
pub(crate) fn write(app: &AppHandle, shell: &Shell, settings: Settings) -> Result<(), Error> {
    let failed =
        |error: &dyn std::fmt::Display| Error::new("settings-not-saved", ErrorClass::Local, error);
    let store = app.store(shell.data_dir().join(FILE)).map_err(|e| failed(&e))?;
    store.set("language", serde_json::to_value(settings.language).map_err(|e| failed(&e))?);
    store.set("theme", serde_json::to_value(settings.theme).map_err(|e| failed(&e))?);
    store.set("notices", serde_json::to_value(settings.notices).map_err(|e| failed(&e))?);
    store.set("closing", serde_json::to_value(settings.closing).map_err(|e| failed(&e))?);
    store.set("zoom", serde_json::to_value(settings.zoom).map_err(|e| failed(&e))?);
    store.set("welcomed", settings.welcomed);
    store.save().map_err(|e| failed(&e))
}

/// Whether the listener was never told of `what`; from now on that was done.
pub(crate) fn is_first_time(app: &AppHandle, shell: &Shell, what: &str) -> bool {
    let Ok(store) = app.store(shell.data_dir().join(FILE)) else { return false };
    let key = format!("told.{what}");
    if store.has(&key) {
        return false;
    }
    store.set(key, true);
    if let Err(error) = store.save() {
        tracing::warn!(%error, "What the listener was told could not be noted");
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_new_kind_of_notice_leaves_the_others_as_they_were_chosen() {
        let kept = json!({
            "newEpisodes": false, "sync": true, "downloadsFailed": false, "downloadsDone": true,
        });
        let read = notices(kept);
        assert!(read.sleep_timer && read.downloads_done);
        assert!(!read.new_episodes && !read.downloads_failed);
        for damaged in [json!(null), json!([]), json!({ "sync": 7 })] {
            assert_eq!(notices(damaged), NoticeSettings::default());
        }
    }
}
