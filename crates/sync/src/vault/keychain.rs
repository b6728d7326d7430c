//! The system's keychain: Secret Service, Keychain Services or Credential Manager.
//!
//! Every call is on a thread of its own and has an end: a service that does not answer must not hold up the app. The thread
//! is left behind then, there is no way to stop it.

use std::time::Duration;

use keyring::{Entry, Error as KeyringError};
use tokio::{task::spawn_blocking, time::timeout};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{Error, Result};

const SERVICE: &str = "org.balados.desktop";
/// How long the first attempt may take: nobody waits for it with a password.
const PROBE: Duration = Duration::from_secs(4);
/// How long a call may take: the system may ask the listener to unlock the keychain.
const CALL: Duration = Duration::from_mins(1);

pub(super) async fn works() -> bool {
    let found = within(PROBE, probe).await;
    if let Err(error) = &found {
        tracing::info!(
            code = error.code(),
            "There is no keychain to be used, secrets go into files"
        );
    }
    found.is_ok()
}

fn probe() -> keyring::Result<()> {
    let secret = Uuid::new_v4();
    let entry = Entry::new(SERVICE, &format!("probe-{secret}"))?;
    entry.set_secret(secret.as_bytes())?;
    let read = entry.get_secret();
    entry.delete_credential()?;
    if read? == secret.as_bytes() { Ok(()) } else { Err(KeyringError::NoEntry) }
}

pub(super) async fn put(name: String, secret: Zeroizing<String>) -> Result<()> {
    // As bytes: as text it would be too long for Windows, which counts 16 bits for a character.
    within(CALL, move || Entry::new(SERVICE, &name)?.set_secret(secret.as_bytes())).await
}

pub(super) async fn get(name: String) -> Result<Option<Zeroizing<String>>> {
    let read = within(CALL, move || match Entry::new(SERVICE, &name)?.get_secret() {
        Ok(secret) => Ok(Some(Zeroizing::new(secret))),
        Err(KeyringError::NoEntry) => Ok(None),
        Err(error) => Err(error),
    });
    let Some(secret) = read.await? else { return Ok(None) };
    // What is no text was not put there by this app.
    Ok(std::str::from_utf8(&secret).ok().map(|secret| Zeroizing::new(secret.to_owned())))
}

pub(super) async fn remove(name: String) -> Result<()> {
    within(CALL, move || match Entry::new(SERVICE, &name)?.delete_credential() {
        Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
        Err(error) => Err(error),
    })
    .await
}

async fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> keyring::Result<T> + Send + 'static,
) -> Result<T> {
    match timeout(limit, spawn_blocking(work)).await {
        Ok(Ok(done)) => done.map_err(Error::Keychain),
        Ok(Err(_)) | Err(_) => Err(Error::KeychainSilent),
    }
}
