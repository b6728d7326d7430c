//! Which profile the window shows.

use balados_backend::{Backend, Config, Error, ProfileId, Profiles};
use tauri::AppHandle;

use crate::{
    events::{self, BackendEvent, ShellEvent},
    shell::Shell,
};

impl Shell {
    pub(crate) fn profiles(&self) -> Profiles {
        Profiles::of(self.data_dir())
    }

    /// Opens another profile in place of the one that is open. The new one is open before the old one is closed: a failure
    /// changes nothing, and what is heard goes on.
    pub(crate) async fn switch_to(&self, app: &AppHandle, id: &ProfileId) -> Result<(), Error> {
        let _one = self.changing.lock().await;
        self.swap(app, id).await
    }

    /// Removes a profile with everything in it. The one that is open makes way for another one first.
    pub(crate) async fn remove_profile(
        &self,
        app: &AppHandle,
        id: &ProfileId,
    ) -> Result<(), Error> {
        let _one = self.changing.lock().await;
        let profiles = self.profiles();
        profiles.must_know(id).await?;
        if self.current().is_some_and(|backend| backend.profile() == id) {
            self.swap(app, &profiles.other_than(id).await?).await?;
        }
        profiles.remove(id).await?;
        if let Some(backend) = self.current() {
            backend.finish_removals();
        }
        say(app, ShellEvent::ProfilesChanged);
        Ok(())
    }

    async fn swap(&self, app: &AppHandle, id: &ProfileId) -> Result<(), Error> {
        let before = self.current();
        if before.as_ref().is_some_and(|backend| backend.profile() == id) {
            return Ok(());
        }
        self.profiles().must_know(id).await?;
        let next = Backend::open_profile(self.config(), id.clone()).await?;
        if let Err(error) = self.profiles().choose(id).await {
            next.shut_down().await;
            return Err(error);
        }
        if !self.replace(app, &next) {
            next.shut_down().await;
            return Err(Error::cancelled());
        }
        say(app, ShellEvent::ProfileSwitched);
        if let Some(before) = before {
            before.shut_down().await;
        }
        Ok(())
    }

    fn config(&self) -> Config {
        Config::new(self.data_dir().to_owned())
    }
}

pub(crate) fn say(app: &AppHandle, event: ShellEvent) {
    events::send(app, &BackendEvent::Shell(event));
}
