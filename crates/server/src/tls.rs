//! HTTPS by the server itself, from files that something else renews.

use std::time::Duration;

use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use rustls::crypto::aws_lc_rs::default_provider;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::{
    config::Tls,
    error::{Error, Result},
};

/// How often the files are looked at.
const RENEWAL: Duration = Duration::from_mins(10);

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    files: Tls,
    config: RustlsConfig,
}

impl Certificate {
    pub(crate) async fn read(files: Tls) -> Result<Self> {
        // Whatever else is linked one day, this is the one. It fails when one was chosen before.
        let _ = default_provider().install_default();
        let config = RustlsConfig::from_pem_chain_file(&files.certificate, &files.key).await;
        Ok(Self { files, config: config.map_err(Error::Tls)? })
    }

    pub(crate) fn acceptor(&self) -> RustlsAcceptor {
        RustlsAcceptor::new(self.config.clone())
    }

    async fn changed(&self) -> std::io::Result<std::time::SystemTime> {
        let certificate = tokio::fs::metadata(&self.files.certificate).await?.modified()?;
        let key = tokio::fs::metadata(&self.files.key).await?.modified()?;
        Ok(certificate.max(key))
    }
}

/// Takes the files again when they change. What cannot be read leaves the old certificate in use.
pub(crate) async fn renew(certificate: Certificate, stop: CancellationToken) {
    let mut known = certificate.changed().await.ok();
    while stop.run_until_cancelled(tokio::time::sleep(RENEWAL)).await.is_some() {
        let changed = certificate.changed().await.ok();
        if changed == known {
            continue;
        }
        let Tls { certificate: chain, key } = &certificate.files;
        match certificate.config.reload_from_pem_file(chain, key).await {
            Ok(()) => {
                known = changed;
                info!("The certificate was renewed");
            }
            Err(error) => warn!(%error, "The new certificate cannot be read, the old one is used"),
        }
    }
}
