//! Signing in to an account that gets a profile of its own. What is open goes on meanwhile; nothing is in the list, and
//! nothing is left behind, before the listener has said yes.

use std::pin::Pin;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ProfileId, Profiles};
use crate::{Backend, Config, Error, Event, Refresh, Result, Secrets, Sound, view::SignIn};

/// What a sign-in is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInTo {
    /// The library that is open.
    ThisProfile,
    /// A new one.
    NewProfile,
}

/// A sign-in that is going on, with a library that is empty so far.
pub struct NewAccount {
    profiles: Profiles,
    id: ProfileId,
    secrets: Secrets,
    backend: Backend,
}

impl NewAccount {
    /// Makes a place for it.
    pub async fn begin(profiles: Profiles, secrets: Secrets) -> Result<Self> {
        let id = profiles.change(|registry| Ok(registry.draft())).await?;
        let config = Config {
            secrets,
            sound: Sound::Silent,
            refresh: Refresh::OnDemand,
            ..Config::new(profiles.data_dir.clone())
        };
        let backend = Backend::open_profile(config, id.clone()).await?;
        Ok(Self { profiles, id, secrets, backend })
    }

    /// Where the sign-in goes on, up to its preview.
    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Takes the account of the preview on. Its profile has the name of its server, or `name`, and is closed.
    pub async fn confirm(&self, name: Option<&str>) -> Result<ProfileId> {
        self.backend.confirm_sign_in().await?;
        let account = self.backend.sync().await?.account;
        let server = account.map(|it| it.server).unwrap_or_default();
        let (id, name) = (self.id.clone(), name.map_or(server, str::to_owned));
        self.profiles
            .change(move |registry| {
                registry.adopt(&id, &name);
                Ok(())
            })
            .await?;
        self.backend.shut_down().await;
        Ok(self.id.clone())
    }

    /// Leaves nothing behind; what cannot go now goes at the next start. In a box, for it ends a backend, and a backend that
    /// ends may have to give up a new account.
    pub fn give_up(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {
            self.backend.cancel_sign_in();
            self.backend.shut_down().await;
            if let Err(error) = self.profiles.finish_removals(self.secrets).await {
                tracing::warn!(code = error.code, "A sign-in that was given up is not all gone");
            }
        })
    }
}

impl Backend {
    /// Where a sign-in goes on: here, or in the new profile that it is for.
    pub async fn signing_in(&self, to: SignInTo) -> Result<Self> {
        match to {
            SignInTo::ThisProfile => Ok(self.clone()),
            SignInTo::NewProfile => {
                let new = self.0.new_account.lock().await;
                new.as_ref().map(|new| new.backend.clone()).ok_or_else(Error::cancelled)
            }
        }
    }

    /// Where one begins.
    pub async fn to_sign_in(&self, to: SignInTo) -> Result<Self> {
        let mut new = self.0.new_account.lock().await;
        if to == SignInTo::ThisProfile || new.is_some() {
            drop(new);
            return self.signing_in(to).await;
        }
        let begun = NewAccount::begin(self.profiles(), self.0.secrets).await?;
        let backend = begun.backend.clone();
        self.tell_of(&backend);
        *new = Some(begun);
        Ok(backend)
    }

    /// How signing in to an account of its own goes.
    pub async fn new_account(&self) -> Result<Option<SignIn>> {
        match self.0.new_account.lock().await.as_ref() {
            Some(new) => Ok(new.backend.sync().await?.sign_in),
            None => Ok(None),
        }
    }

    /// Takes the new account on; its profile, which is to be opened next.
    pub async fn confirm_new_account(&self) -> Result<ProfileId> {
        let mut new = self.0.new_account.lock().await;
        let id = new.as_ref().ok_or_else(Error::cancelled)?.confirm(None).await?;
        *new = None;
        Ok(id)
    }

    /// Gives the new account up. Nobody waits for what is left of it to go.
    pub async fn cancel_new_account(&self) {
        let Some(new) = self.0.new_account.lock().await.take() else { return };
        self.0.tasks.spawn(async move { new.give_up().await });
        self.0.bus.say(Event::SyncChanged);
    }

    /// Its sign-in is shown by this one's listeners.
    fn tell_of(&self, new: &Self) {
        let (mut events, bus, stop) = (new.events(), self.0.bus.clone(), new.0.stop.clone());
        self.0.tasks.spawn(async move {
            let telling = async {
                while let Some(event) = events.next().await {
                    if event == Event::SyncChanged {
                        bus.say(event);
                    }
                }
            };
            stop.run_until_cancelled(telling).await;
        });
    }
}
