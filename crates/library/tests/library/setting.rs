use balados_library::SettingScope;
use balados_protocol::Record;
use serde_json::json;

use crate::support::{NOW, TestLibrary};

#[tokio::test]
async fn settings_of_this_device_do_not_travel() {
    let library = TestLibrary::new().await;
    assert_eq!(library.setting("theme").await.unwrap(), None);
    library.set_setting("theme", &json!("dark"), SettingScope::Device, NOW).await.unwrap();
    assert_eq!(library.setting("theme").await.unwrap(), Some(json!("dark")));
    assert_eq!(library.pending_count().await.unwrap(), 0);
}

#[tokio::test]
async fn shared_settings_travel_once_for_each_change() {
    let library = TestLibrary::new().await;
    for value in [json!({ "rate": 1.5 }), json!({ "rate": 2 }), json!({ "rate": 2 })] {
        library.set_setting("speed", &value, SettingScope::Shared, NOW).await.unwrap();
    }
    let entries = library.pending_records(10).await.unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].revision, 2, "what is so already is no change");
    assert!(matches!(
        &entries[0].record,
        Record::Setting(it) if it.key == "speed" && it.value.value.as_deref() == Some(r#"{"rate":2}"#)
    ));
}
