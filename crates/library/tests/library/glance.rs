use balados_library::{Glance, Library, SettingScope};
use serde_json::json;

use crate::support::{NOW, TestLibrary};

async fn glance(library: &TestLibrary) -> Glance {
    Library::glance(library.path(), "server").await.unwrap()
}

#[tokio::test]
async fn a_library_is_looked_at_while_it_is_open_and_after() {
    let library = TestLibrary::new().await;
    assert_eq!(glance(&library).await, Glance::default());
    library.set_setting("server", &json!("here"), SettingScope::Device, NOW).await.unwrap();
    library.set_setting("rate", &json!(2), SettingScope::Shared, NOW).await.unwrap();
    let seen = Glance { setting: Some(json!("here")), waiting: 1 };
    assert_eq!(glance(&library).await, seen);
    library.close().await;
    let files = || std::fs::read_dir(library.folder()).unwrap().count();
    let before = files();
    assert_eq!(glance(&library).await, seen);
    assert_eq!(files(), before, "looking leaves nothing behind");
}

#[tokio::test]
async fn what_is_no_library_is_damaged_and_nothing_is_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("library.db");
    assert_eq!(Library::glance(&path, "server").await.unwrap(), Glance::default());
    assert!(!path.exists());
    std::fs::write(&path, "no database").unwrap();
    assert_eq!(Library::glance(&path, "server").await.unwrap_err().code(), "database-damaged");
}
