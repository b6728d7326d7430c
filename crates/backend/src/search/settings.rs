//! Which directories may be asked. Of this device, as everything about the network.

use balados_feeds::Directory;
use balados_library::{Library, SettingScope};
use serde_json::Value;

use crate::{Backend, Error, Event, Result, clock, view::SearchSettings};

const SETTING: &str = "search";

/// What was chosen. A directory that another version did not know is as at first; the others stay as they were chosen.
async fn load(library: &Library) -> Result<SearchSettings> {
    let kept = library.setting(SETTING).await?;
    Ok(kept.and_then(over_the_defaults).unwrap_or_default())
}

fn over_the_defaults(kept: Value) -> Option<SearchSettings> {
    let mut all = serde_json::to_value(SearchSettings::default()).ok()?;
    if let (Value::Object(all), Value::Object(kept)) = (&mut all, kept) {
        all.extend(kept);
    }
    serde_json::from_value(all).ok()
}

pub(super) async fn allowed(library: &Library) -> Result<Vec<Directory>> {
    let settings = load(library).await?;
    let is_on = |directory: &Directory| match directory {
        Directory::Apple => settings.apple,
        Directory::Fyyd => settings.fyyd,
    };
    Ok(Directory::ALL.into_iter().filter(is_on).collect())
}

impl Backend {
    pub async fn search_settings(&self) -> Result<SearchSettings> {
        load(&self.0.library).await
    }

    pub async fn set_search_settings(&self, settings: SearchSettings) -> Result<()> {
        let value = serde_json::to_value(settings).map_err(Error::internal)?;
        let now_ms = clock::now_ms();
        self.0.library.set_setting(SETTING, &value, SettingScope::Device, now_ms).await?;
        self.0.bus.say(Event::SearchChanged);
        Ok(())
    }
}

#[test]
fn a_choice_of_another_version_stays() {
    use serde_json::json;
    let read = |kept| over_the_defaults(kept).unwrap_or_default();
    let off = SearchSettings { apple: false, fyyd: true };
    assert_eq!(read(json!({ "apple": false })), off);
    assert_eq!(read(json!({ "apple": false, "fyyd": true, "later": true })), off);
    for damaged in [json!(null), json!([]), json!({ "apple": 7 })] {
        assert_eq!(read(damaged), SearchSettings::default());
    }
}
