//! What is left of removed profiles goes: the server is told, then the folder is deleted, then the key.
//!
//! The list says what is to go until it is gone, so that whatever ends the app meanwhile, the next start goes on.

use std::time::Duration;

use balados_sync::Vault;
use tokio::{sync::OnceCell, task::spawn_blocking};

use super::{Profile, Profiles, registry::Leaving};
use crate::{
    Result, Secrets,
    sync::{Account, open_vault},
};

/// How long a server may take to shut an app out: without its key the app cannot come in any more.
const GOODBYE: Duration = Duration::from_secs(5);

impl Profiles {
    /// Deletes the data and the keys of what was removed. What another process has open stays until it has ended.
    pub async fn finish_removals(&self, secrets: Secrets) -> Result<()> {
        let leaving = self.read().await?.leaving;
        let vault = OnceCell::new();
        for it in leaving {
            let vault = || vault.get_or_init(|| open_vault(&self.data_dir, secrets));
            if let Err(error) = self.finish(&it, vault).await {
                tracing::warn!(code = error.code, "What was removed is not all gone yet");
            }
        }
        Ok(())
    }

    async fn finish<'v, V: Future<Output = &'v Vault>>(
        &self,
        leaving: &Leaving,
        vault: impl Fn() -> V,
    ) -> Result<()> {
        let profile = Profile::of(&self.data_dir, &leaving.id);
        let mut key = leaving.key.clone();
        if profile.exists() {
            let held = profile.hold()?;
            // A library that cannot be read has no key to tell of.
            if let Ok((Some(account), _)) = Account::glance(&profile.library()).await {
                key = Some(self.note_key(leaving, &account).await?);
                account.say_goodbye(vault().await, GOODBYE).await;
            }
            // Nobody opens what is not in the list, and Windows deletes no folder with an open file.
            drop(held);
            spawn_blocking(move || profile.delete()).await??;
        }
        if let Some(key) = key {
            vault().await.remove(&key).await?;
        }
        let id = leaving.id.clone();
        self.change(move |registry| {
            registry.leaving.retain(|it| it.id != id);
            Ok(())
        })
        .await
    }

    async fn note_key(&self, leaving: &Leaving, account: &Account) -> Result<String> {
        let (id, key) = (leaving.id.clone(), account.key().to_owned());
        self.change(move |registry| {
            let it = registry.leaving.iter_mut().find(|it| it.id == id);
            if let Some(it) = it {
                it.key = Some(key.clone());
            }
            Ok(key)
        })
        .await
    }
}
