//! The profiles of a data folder, for whoever lists and changes them. No library has to be open for that.

use std::path::{Path, PathBuf};

use tokio::task::spawn_blocking;

use super::{
    Profile, file,
    id::{ProfileId, unknown},
    registry::{Entry, Registry},
};
use crate::{
    Result,
    sync::Account,
    to_view::whole,
    view::{ProfileStanding, ProfileSummary},
};

/// Several processes may use them at once.
#[derive(Debug, Clone)]
pub struct Profiles {
    pub(super) data_dir: PathBuf,
}

impl Profiles {
    pub fn of(data_dir: &Path) -> Self {
        Self { data_dir: data_dir.to_owned() }
    }

    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// In the listener's order. `open`: the one that the caller shows, where it is not the active one.
    pub async fn list(&self, open: Option<&ProfileId>) -> Result<Vec<ProfileSummary>> {
        let registry = self.read().await?;
        let current = open.unwrap_or(&registry.active);
        let mut list = Vec::new();
        for Entry { id, name } in &registry.profiles {
            list.push(ProfileSummary {
                id: id.to_string(),
                name: name.clone(),
                standing: self.standing(id).await,
                is_current: id == current,
            });
        }
        Ok(list)
    }

    /// The one that the app opens.
    pub async fn active(&self) -> Result<ProfileId> {
        Ok(self.read().await?.active)
    }

    /// By its name, whatever its capitals, or by its id.
    pub async fn find(&self, name: &str) -> Result<ProfileId> {
        let registry = self.read().await?;
        let wanted = name.trim().to_lowercase();
        let is_it = |it: &&Entry| {
            it.name.as_ref().is_some_and(|name| name.to_lowercase() == wanted)
                || it.id.to_string() == wanted
        };
        let found = registry.profiles.iter().find(is_it);
        found.map(|it| it.id.clone()).ok_or_else(|| unknown(name))
    }

    /// A new one, on this computer only.
    pub async fn add(&self, name: &str) -> Result<ProfileId> {
        let name = name.to_owned();
        self.change(move |registry| registry.add(&name)).await
    }

    pub async fn rename(&self, id: &ProfileId, name: &str) -> Result<()> {
        let (id, name) = (id.clone(), name.to_owned());
        self.change(move |registry| registry.rename(&id, &name)).await
    }

    /// From now on the app opens this one.
    pub async fn choose(&self, id: &ProfileId) -> Result<()> {
        let id = id.clone();
        self.change(move |registry| registry.choose(&id)).await
    }

    /// Where to go when this one is to be removed: another one, or a fresh one.
    pub async fn other_than(&self, id: &ProfileId) -> Result<ProfileId> {
        let id = id.clone();
        self.change(move |registry| Ok(registry.other_than(&id))).await
    }

    /// Takes one out of the list. What it holds goes by [`finish_removals`](Self::finish_removals). Refused while a process
    /// has it open.
    pub async fn remove(&self, id: &ProfileId) -> Result<()> {
        let profile = Profile::of(&self.data_dir, id);
        let _held = if profile.exists() { Some(profile.hold()?) } else { None };
        let id = id.clone();
        self.change(move |registry| registry.remove(&id)).await
    }

    /// Whether there is one with this id.
    pub async fn must_know(&self, id: &ProfileId) -> Result<()> {
        self.read().await?.known(id).map(|_| ())
    }

    /// As its library says it, whoever has it open.
    async fn standing(&self, id: &ProfileId) -> ProfileStanding {
        let library = Profile::of(&self.data_dir, id).library();
        match Account::glance(&library).await {
            Ok((Some(account), waiting)) => {
                ProfileStanding::Connected { server: account.host(), waiting: whole(waiting) }
            }
            Ok((None, _)) => ProfileStanding::Alone,
            Err(error) => {
                tracing::warn!(code = error.code, "The library of an account cannot be read");
                ProfileStanding::Unreadable
            }
        }
    }

    pub(super) async fn read(&self) -> Result<Registry> {
        let data_dir = self.data_dir.clone();
        spawn_blocking(move || file::read(&data_dir)).await?
    }

    pub(super) async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Registry) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let data_dir = self.data_dir.clone();
        spawn_blocking(move || file::change(&data_dir, change)).await?
    }
}
