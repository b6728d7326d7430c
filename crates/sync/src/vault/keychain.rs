//! The system's keychain: Secret Service, Keychain Services or Credential Manager.
//!
//! Every call is on a thread of its own and has an end: a service that does not answer must not hold up the app. The thread
//! is left behind then, there is no way to stop it; it is none of the runtime's, which would wait for it when the app ends.

use std::{thread, time::Duration};

use keyring::{Entry, Error as KeyringError};
use tokio::{sync::oneshot, time::timeout};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{Error, Result};

const SERVICE: &str = "org.balados.desktop";
/// How long a call may take: the system may ask the listener to unlock the keychain.
pub(super) const CALL: Duration = Duration::from_mins(1);

/// Whether a secret can be written, read and removed.
pub(super) async fn works(limit: Duration) -> bool {
    let found = within(limit, probe).await;
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
    let (tell, told) = oneshot::channel();
    let started = thread::Builder::new().name("keychain".to_owned()).spawn(move || {
        // Whoever has stopped waiting is not told.
        let _ = tell.send(work());
    });
    if started.is_err() {
        return Err(Error::KeychainSilent);
    }
    match timeout(limit, told).await {
        Ok(Ok(done)) => done.map_err(Error::Keychain),
        Ok(Err(_)) | Err(_) => Err(Error::KeychainSilent),
    }
}
