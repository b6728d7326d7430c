//! Secrets in files.

use std::{fs, path::Path};

use balados_sync::{Vault, VaultKind};
use tempfile::TempDir;

use crate::support::runs_again_with;

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn a_secret_is_kept_replaced_and_removed() {
    let home = TempDir::new().unwrap();
    let vault = Vault::in_files(home.path().join("secrets"));
    assert_eq!(vault.kind(), VaultKind::File);
    assert_eq!(vault.get("key-1").await.unwrap(), None);
    vault.remove("key-1").await.unwrap();
    for secret in ["one", "another, longer one", "é"] {
        vault.put("key-1", secret).await.unwrap();
        let again = Vault::in_files(home.path().join("secrets"));
        assert_eq!(again.get("key-1").await.unwrap().unwrap().as_str(), secret);
    }
    assert_eq!(names(&home.path().join("secrets")), ["key-1"]);
    vault.remove("key-1").await.unwrap();
    assert_eq!(vault.get("key-1").await.unwrap(), None);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_listener_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let home = TempDir::new().unwrap();
    let folder = home.path().join("secrets");
    Vault::in_files(folder.clone()).put("key", "secret").await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("key"))), (0o700, 0o600));
}

/// As a power cut leaves it: half a draft, which anybody could read.
#[cfg(unix)]
#[tokio::test]
async fn an_interrupted_write_leaves_the_old_secret() {
    use std::os::unix::fs::PermissionsExt;
    let home = TempDir::new().unwrap();
    let vault = Vault::in_files(home.path().to_owned());
    vault.put("key", "old").await.unwrap();
    let draft = home.path().join(".key.new");
    fs::write(&draft, "hal").unwrap();
    fs::set_permissions(&draft, fs::Permissions::from_mode(0o666)).unwrap();
    assert_eq!(vault.get("key").await.unwrap().unwrap().as_str(), "old");
    vault.put("key", "new").await.unwrap();
    assert_eq!(vault.get("key").await.unwrap().unwrap().as_str(), "new");
    let mode = fs::metadata(home.path().join("key")).unwrap().permissions().mode() & 0o777;
    assert_eq!((names(home.path()), mode), (vec!["key".to_owned()], 0o600));
}

#[tokio::test]
async fn a_name_never_leads_out_of_the_folder() {
    let home = TempDir::new().unwrap();
    let vault = Vault::in_files(home.path().join("secrets"));
    for name in ["", "..", "../key", "a/b", "a\\b", ".key.new", "Key", "c:key", "é"] {
        assert_eq!(vault.put(name, "x").await.unwrap_err().code(), "secret-name", "{name}");
        assert_eq!(vault.get(name).await.unwrap_err().code(), "secret-name", "{name}");
    }
    assert!(names(home.path()).is_empty());
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_is_said() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("secrets"), "a file").unwrap();
    let vault = Vault::in_files(home.path().join("secrets"));
    assert_eq!(vault.put("key", "x").await.unwrap_err().code(), "secret-file");
}

#[tokio::test]
async fn tests_and_cautious_people_choose_files() {
    let environment = [("BALADOS_SECRETS", "file")];
    if !runs_again_with("vault::tests_and_cautious_people_choose_files", &environment) {
        let home = TempDir::new().unwrap();
        let vault = Vault::open(home.path().to_owned()).await;
        assert_eq!(vault.kind(), VaultKind::File);
        assert!(names(home.path()).is_empty());
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn without_a_session_there_are_files() {
    let environment = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")];
    if !runs_again_with("vault::without_a_session_there_are_files", &environment) {
        let home = TempDir::new().unwrap();
        assert_eq!(Vault::open(home.path().to_owned()).await.kind(), VaultKind::File);
    }
}

/// The bus takes the connection and never says a word: neither opening nor ending waits for it.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_keychain_that_hangs_holds_nobody_up() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("bus");
    let _bus = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let address = format!("unix:path={}", path.display());
    let environment = [("DBUS_SESSION_BUS_ADDRESS", address.as_str())];
    if !runs_again_with("vault::a_keychain_that_hangs_holds_nobody_up", &environment) {
        let vault = Vault::open(home.path().to_owned()).await;
        assert_eq!(vault.kind(), VaultKind::File);
        vault.put("key", "secret").await.unwrap();
    }
}

/// As a session is in which the keychain that has the secrets cannot be reached.
#[tokio::test]
async fn what_may_be_in_the_keychain_is_not_said_to_be_gone() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join(".in-keychain"), "").unwrap();
    let vault = Vault::in_files(home.path().to_owned());
    assert_eq!(vault.get("key").await.unwrap_err().code(), "keychain-silent");
    vault.put("key", "new").await.unwrap();
    assert_eq!(vault.get("key").await.unwrap().unwrap().as_str(), "new");
}
