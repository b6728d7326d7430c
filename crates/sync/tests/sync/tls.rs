//! Over TLS: whom the system trusts is trusted, and nobody else.

use std::path::Path;

use balados_server::config::Tls;
use balados_sync::{Live, LiveConfig};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tempfile::TempDir;

use crate::support::Home;

fn write_certificate(folder: &Path) -> Tls {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let files = in_folder(folder);
    std::fs::write(&files.certificate, cert.pem()).unwrap();
    std::fs::write(&files.key, signing_key.serialize_pem()).unwrap();
    files
}

fn in_folder(folder: &Path) -> Tls {
    Tls { certificate: folder.join("chain.pem"), key: folder.join("key.pem") }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let folder = TempDir::new().unwrap();
    let files = write_certificate(folder.path());
    let home = Home::with(|config| config.tls = Some(files)).await;
    assert!(home.api.is_secure());
    assert_eq!(home.api.health().await.unwrap_err().code(), "tls-failed");
    let live = Live::connect(&home.base, "token", LiveConfig::default()).await;
    assert_eq!(live.unwrap_err().code(), "tls-failed");
}

/// What the system trusts is read once in a process, so that one which trusts this certificate is another one.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn everything_works_over_tls() {
    /// Where the process that trusts finds its certificate.
    const FOLDER: &str = "BALADOS_TEST_CERTIFICATE";
    let folder = TempDir::new().unwrap();
    let files = write_certificate(folder.path());
    let certificate = files.certificate.to_str().unwrap();
    let environment = [("SSL_CERT_FILE", certificate), (FOLDER, folder.path().to_str().unwrap())];
    if crate::support::runs_again_with("tls::everything_works_over_tls", &environment) {
        return;
    }
    let files = in_folder(Path::new(&std::env::var_os(FOLDER).unwrap()));
    let home = Home::with(|config| config.tls = Some(files)).await;
    let health = home.api.health().await.unwrap();
    assert!(!health.is_classic());
    let live = Live::connect(&home.base, "token", LiveConfig::default()).await;
    assert_eq!(live.unwrap_err().code(), "live-not-let-in");
}
