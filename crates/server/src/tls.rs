//! HTTPS by the server itself, from files that something else renews.

use std::time::{Duration, SystemTime};

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

    async fn changed(&self) -> std::io::Result<SystemTime> {
        let certificate = tokio::fs::metadata(&self.files.certificate).await?.modified()?;
        let key = tokio::fs::metadata(&self.files.key).await?.modified()?;
        Ok(certificate.max(key))
    }
}

/// Takes the files again when they change.
pub(crate) async fn renew(certificate: Certificate, stop: CancellationToken) {
    let mut known = certificate.changed().await.ok();
    while stop.run_until_cancelled(tokio::time::sleep(RENEWAL)).await.is_some() {
        certificate.look(&mut known).await;
    }
}

impl Certificate {
    /// What cannot be read leaves the old certificate in use, and is tried again.
    async fn look(&self, known: &mut Option<SystemTime>) {
        let changed = self.changed().await.ok();
        if changed == *known {
            return;
        }
        match self.config.reload_from_pem_file(&self.files.certificate, &self.files.key).await {
            Ok(()) => {
                *known = changed;
                info!("The certificate was renewed");
            }
            Err(error) => warn!(%error, "The new certificate cannot be read, the old one is used"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::SystemTime};

    use rcgen::{CertifiedKey, generate_simple_self_signed};

    use super::Certificate;
    use crate::config::Tls;

    /// Later than whatever was written before, however coarse the file system counts.
    fn write(files: &Tls, chain: &str, key: &str, round: u64) {
        for (path, text) in [(&files.certificate, chain), (&files.key, key)] {
            std::fs::write(path, text).unwrap();
            let file = std::fs::File::options().write(true).open(path).unwrap();
            let at = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000 + round);
            file.set_modified(at).unwrap();
        }
    }

    #[tokio::test]
    async fn a_new_certificate_is_used_and_a_broken_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let files = Tls { certificate: path("chain.pem"), key: path("key.pem") };
        let new = |round| {
            let CertifiedKey { cert, signing_key } =
                generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
            write(&files, &cert.pem(), &signing_key.serialize_pem(), round);
        };
        new(0);
        let certificate = Certificate::read(files.clone()).await.unwrap();
        let mut known = certificate.changed().await.ok();
        let first = certificate.config.get_inner();
        certificate.look(&mut known).await;
        assert!(Arc::ptr_eq(&first, &certificate.config.get_inner()), "nothing has changed");
        write(&files, "half a certifi", "and no key", 1);
        certificate.look(&mut known).await;
        assert!(
            Arc::ptr_eq(&first, &certificate.config.get_inner()),
            "it goes on with the old one"
        );
        new(2);
        certificate.look(&mut known).await;
        assert!(!Arc::ptr_eq(&first, &certificate.config.get_inner()));
    }
}
