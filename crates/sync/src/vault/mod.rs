//! Keeps secrets: in the system's keychain, and where there is none, in files that only the listener can read.

mod file;
mod keychain;

use std::{path::PathBuf, sync::Arc, time::Duration};

use zeroize::Zeroizing;

use self::file::Files;
use crate::{Error, Result};

/// Set to `file`, no keychain is tried.
const CHOICE: &str = "BALADOS_SECRETS";
/// How long an unknown keychain may take to show that it works. One with secrets in it may take as long as the listener
/// needs to unlock it.
const PROBE: Duration = Duration::from_secs(4);
/// Longest name, in characters.
const MAX_NAME: usize = 100;

/// Where secrets are: a listener should know when it is a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultKind {
    Keychain,
    File,
}

/// Cheap to clone. Names have lower case letters, digits, points and dashes.
#[derive(Debug, Clone)]
pub struct Vault {
    kind: VaultKind,
    files: Arc<Files>,
}

impl Vault {
    /// The keychain when it works: a secret is written, read and removed, in a few seconds, or in a minute when there are
    /// secrets in it. Else files in `folder`.
    pub async fn open(folder: PathBuf) -> Self {
        let mut vault = Self::in_files(folder);
        if std::env::var_os(CHOICE).is_some_and(|choice| choice == "file") {
            return vault;
        }
        let limit = if vault.files.has_mark().await { keychain::CALL } else { PROBE };
        if keychain::works(limit).await {
            vault.kind = VaultKind::Keychain;
        }
        vault
    }

    pub fn in_files(folder: PathBuf) -> Self {
        Self { kind: VaultKind::File, files: Arc::new(Files::in_folder(folder)) }
    }

    pub fn kind(&self) -> VaultKind {
        self.kind
    }

    /// Keeps a secret in place of what had this name.
    pub async fn put(&self, name: &str, secret: &str) -> Result<()> {
        let name = checked(name)?;
        let secret = Zeroizing::new(secret.to_owned());
        if self.kind == VaultKind::File {
            return self.files.put(name, secret).await;
        }
        keychain::put(name.clone(), secret).await?;
        self.files.mark().await?;
        // A copy from when there was no keychain would be the one that is read should the keychain go away.
        self.files.remove(name).await
    }

    /// Nothing when there is none. A keychain that came later does not hide what is in a file; one that has secrets in it
    /// and does not answer today is an error, for nobody knows then that there is none.
    pub async fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>> {
        let name = checked(name)?;
        if self.kind == VaultKind::Keychain
            && let Some(secret) = keychain::get(name.clone()).await?
        {
            return Ok(Some(secret));
        }
        match self.files.get(name).await? {
            None if self.kind == VaultKind::File && self.files.has_mark().await => {
                Err(Error::KeychainSilent)
            }
            found => Ok(found),
        }
    }

    /// From everywhere. It is no error when there is none.
    pub async fn remove(&self, name: &str) -> Result<()> {
        let name = checked(name)?;
        if self.kind == VaultKind::Keychain {
            keychain::remove(name.clone()).await?;
        }
        self.files.remove(name).await
    }
}

/// A name is part of a path.
fn checked(name: &str) -> Result<String> {
    let is_plain = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
    let is_name = (1..=MAX_NAME).contains(&name.len())
        && name.bytes().all(is_plain)
        && !name.starts_with('.');
    if is_name { Ok(name.to_owned()) } else { Err(Error::SecretName) }
}
