//! What the app says, read from the UI's own texts: a test names the sentence, not its wording.

use std::path::Path;

use serde_json::Value;

/// The texts of a language.
pub struct Words(Value);

impl Words {
    /// `en` or `fr`.
    pub fn of(language: &str) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../../ui/src/i18n/{language}.json"));
        let text = std::fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        Self(serde_json::from_str(&text).expect("the texts are JSON"))
    }

    /// The text at `key`, its parts divided by dots.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The same, with the values that it shows.
    pub fn say_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let found = key.split('.').fold(&self.0, |texts, part| &texts[part]);
        let text = found.as_str().unwrap_or_else(|| panic!("there is no text {key}"));
        values.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{{{name}}}}}"), value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_their_places() {
        let words = Words(serde_json::json!({ "errors": { "a": "{{host}} says {{n}}" } }));
        assert_eq!(words.say_with("errors.a", &[("host", "h"), ("n", "5")]), "h says 5");
    }

    #[test]
    fn both_languages_are_read() {
        assert_eq!(Words::of("en").say("settings.title"), "Settings");
        assert_eq!(Words::of("fr").say("settings.title"), "Réglages");
    }
}
