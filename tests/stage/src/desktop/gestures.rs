//! What a hand does with the mouse and the keyboard. A page may replace an element between finding
//! and touching it, so every gesture is tried until it succeeds.

use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    key::Key,
};

use super::{
    app::App,
    sight::{hooked, text_of},
};
use crate::patience::eventually;

impl App {
    pub async fn click(&self, hook: &str) {
        eventually(&format!("{hook} can be clicked"), async || {
            self.first(&hooked(hook)).await?.click().await.ok()
        })
        .await;
    }

    /// Clicks the one of several `hook`s that says `words`.
    pub async fn click_among(&self, hook: &str, words: &str) {
        eventually(&format!("{hook} that says {words:?}"), async || {
            for element in self.shown(&hooked(hook)).await? {
                if text_of(&element).await?.contains(words) {
                    return element.click().await.ok();
                }
            }
            None
        })
        .await;
    }

    /// Clicks the last one of several `hook`s.
    pub async fn click_last(&self, hook: &str) {
        eventually(&format!("the last {hook} can be clicked"), async || {
            self.shown(&hooked(hook)).await?.pop()?.click().await.ok()
        })
        .await;
    }

    /// Clicks into `hook` at a share of its width, between 0 and 1.
    pub async fn click_across(&self, hook: &str, share: f64) {
        let (x, y, width, height) = self.see(hook).await.rectangle().await.expect("it has a place");
        let (x, y) = (x + width * share, y + height / 2.0);
        let mouse = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveTo { duration: None, x, y })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await.expect("the mouse moves");
    }

    /// Presses the button whose text is, or starts with, `words`.
    pub async fn press(&self, words: &str) {
        let path = format!("//button[starts-with(normalize-space(), {})]", quoted(words));
        eventually(&format!("a button {words:?}"), async || {
            self.first(&path).await?.click().await.ok()
        })
        .await;
    }

    /// Chooses what is called `words` among the options of `hook`, in sight or behind a button.
    pub async fn choose(&self, hook: &str, words: &str) {
        let (hook, words) = (hooked(hook), quoted(words));
        let among = format!("{hook}//button[normalize-space()={words}]");
        let behind = format!("//*[@role='option' and normalize-space()={words}]");
        let list = format!("{hook}//button[@aria-haspopup]");
        eventually(&format!("{words} in {hook}"), async || {
            for path in [&behind, &among] {
                if let Some(option) = self.first(path).await {
                    // The button of a closed list shows what is chosen already.
                    let opens = option.attr("aria-haspopup").await.ok()?.is_some();
                    return if opens { Some(()) } else { option.click().await.ok() };
                }
            }
            if let Some(list) = self.first(&list).await {
                list.click().await.ok()?;
            }
            None
        })
        .await;
    }

    /// Replaces what a field holds.
    pub async fn type_into(&self, hook: &str, text: &str) {
        self.type_at(&hooked(hook), text).await;
    }

    /// Types into the first field of the page, or of the dialog above it.
    pub async fn type_words(&self, text: &str) {
        self.type_at("//input[not(@type) or @type='text']", text).await;
    }

    async fn type_at(&self, path: &str, text: &str) {
        eventually(&format!("a field that takes {text:?}"), async || {
            let field = self.first(path).await?;
            // What is selected is typed over, so the page hears of it; it does not when a driver
            // clears the field.
            let select = vec![serde_json::to_value(&field).ok()?];
            self.client.execute("arguments[0].select()", select).await.ok()?;
            field.send_keys(text).await.ok()?;
            (field.prop("value").await.ok().flatten()? == text).then_some(())
        })
        .await;
    }

    /// Presses Escape.
    pub async fn escape(&self) {
        let key = char::from(Key::Escape);
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.client.perform_actions(press).await.expect("the key is pressed");
    }
}

/// Words for `XPath`, which knows no escapes: the UI uses typographic apostrophes.
fn quoted(words: &str) -> String {
    assert!(!words.contains('\''), "{words:?} needs a typographic apostrophe");
    format!("'{words}'")
}
