//! Updates of an app that no package manager looks after: an `AppImage`, Windows, macOS. Such a build has the feature
//! `updater`, and the address and the public key of whoever releases it; any other is updated by who installed it.
//!
//! Nothing is asked, fetched or installed before the listener says so.

#[cfg_attr(feature = "updater", path = "release.rs")]
#[cfg_attr(not(feature = "updater"), path = "no_release.rs")]
mod release;

use std::sync::{Mutex, MutexGuard, PoisonError};

use balados_backend::{Error, ErrorClass};
use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, Builder, Config, Manager, Wry};

use self::release::Release;
use crate::{
    events::{self, BackendEvent, ShellEvent},
    shell::Shell,
};

/// Where Tauri's configuration has the address and the key.
const PLUGIN: &str = "updater";

/// How far an update is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Update {
    /// Not from here: whoever installed this build updates it.
    Elsewhere,
    Unasked,
    Newest,
    Found {
        version: String,
        /// Plain text, as whoever releases it wrote it.
        notes: Option<String>,
    },
    Loading {
        version: String,
        /// Of a hundred, where the size is known.
        percent: Option<u32>,
    },
    /// It is genuine; the app ends in a moment, and starts as the new one.
    Installing {
        version: String,
    },
}

/// What is known of updates, for as long as the app runs.
pub(crate) struct Updates(Mutex<Known>);

struct Known {
    update: Update,
    release: Option<Release>,
}

impl Updates {
    pub(crate) fn of(config: &Config) -> Self {
        let update = if is_here(config) { Update::Unasked } else { Update::Elsewhere };
        Self(Mutex::new(Known { update, release: None }))
    }

    pub(crate) fn shown(&self) -> Update {
        self.lock().update.clone()
    }

    fn found(&self, release: Option<Release>) {
        let update = release.as_ref().map_or(Update::Newest, |release| Update::Found {
            version: release.version().to_owned(),
            notes: release.notes().map(str::to_owned),
        });
        *self.lock() = Known { update, release };
    }

    /// The release that was found; nobody else gets it.
    fn take(&self) -> Option<Release> {
        let mut known = self.lock();
        let release = known.release.take()?;
        known.update = Update::Loading { version: release.version().to_owned(), percent: None };
        Some(release)
    }

    /// Whether this is something new.
    fn change(&self, update: Update) -> bool {
        let mut known = self.lock();
        let is_new = known.update != update;
        known.update = update;
        is_new
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_here(config: &Config) -> bool {
    release::IS_BUILT_IN && config.plugins.0.contains_key(PLUGIN)
}

/// Gives Tauri what it needs for updates, where there are any.
pub(crate) fn plug_in(builder: Builder<Wry>, config: &Config) -> Builder<Wry> {
    if is_here(config) { release::plug_in(builder) } else { builder }
}

/// Asks whether there is a newer version. One that is being installed already is not asked about.
pub(crate) async fn look(app: &AppHandle) -> Result<(), Error> {
    let updates = app.state::<Updates>();
    match updates.shown() {
        Update::Elsewhere => Err(Error::new(
            "update-elsewhere",
            ErrorClass::Permanent,
            "this build is updated by whoever installed it",
        )),
        Update::Loading { .. } | Update::Installing { .. } => Ok(()),
        Update::Unasked | Update::Newest | Update::Found { .. } => {
            updates.found(release::newest(app).await?);
            tell(app);
            Ok(())
        }
    }
}

/// Fetches what was found, puts it in the place of this app, and starts it. Does nothing where nothing was found.
pub(crate) async fn install(app: &AppHandle) -> Result<(), Error> {
    let updates = app.state::<Updates>();
    let Some(release) = updates.take() else { return Ok(()) };
    tell(app);
    if let Err(error) = put_in_place(app, &release).await {
        updates.found(Some(release));
        tell(app);
        return Err(error);
    }
    app.state::<Shell>().stop().await;
    app.request_restart();
    Ok(())
}

async fn put_in_place(app: &AppHandle, release: &Release) -> Result<(), Error> {
    let updates = app.state::<Updates>();
    let version = release.version();
    let bytes = release
        .load(|done, total| {
            let percent = percent(done, total);
            if updates.change(Update::Loading { version: version.to_owned(), percent }) {
                tell(app);
            }
        })
        .await?;
    updates.change(Update::Installing { version: version.to_owned() });
    tell(app);
    release.install(bytes).await
}

fn percent(done: u64, total: Option<u64>) -> Option<u32> {
    let total = total.filter(|total| *total > 0)?;
    u32::try_from(u128::from(done.min(total)) * 100 / u128::from(total)).ok()
}

fn tell(app: &AppHandle) {
    events::send(app, &BackendEvent::Shell(ShellEvent::UpdateChanged));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_hundred() {
        assert_eq!(percent(0, Some(200)), Some(0));
        assert_eq!(percent(199, Some(200)), Some(99));
        assert_eq!(percent(u64::MAX, Some(200)), Some(100), "more than was said");
        assert_eq!((percent(5, None), percent(5, Some(0))), (None, None));
    }

    #[test]
    fn a_build_without_address_and_key_is_updated_elsewhere() {
        let config: Config =
            serde_json::from_str(include_str!("../../../tauri.conf.json")).unwrap();
        assert_eq!(Updates::of(&config).shown(), Update::Elsewhere);
    }

    #[test]
    fn the_same_news_is_not_told_twice() {
        let updates = Updates(Mutex::new(Known { update: Update::Unasked, release: None }));
        assert!(updates.take().is_none(), "nothing was found");
        assert!(updates.change(Update::Newest));
        assert!(!updates.change(Update::Newest));
    }
}
