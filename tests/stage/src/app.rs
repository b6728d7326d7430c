//! The app in a real window, driven by its hooks (`data-testid`).

use std::time::Duration;

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
    key::Key,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::{
    driver::Driver,
    patience::{PATIENCE, eventually},
    process::Process,
    stage::{Pictures, Stage},
};

/// `WebKit` hands out a picture when it draws the page, and it draws only what changes: a point that
/// nobody sees changes for two seconds.
const STIR: &str = "
    const point = document.createElement('div');
    point.style.cssText = 'position:fixed;inset:0 auto auto 0;width:1px;height:1px;pointer-events:none';
    document.body.append(point);
    let count = 0;
    const timer = setInterval(() => {
        point.style.background = `rgb(0 0 0 / ${++count % 2 ? 0.001 : 0.002})`;
        if (count > 40) { clearInterval(timer); point.remove(); }
    }, 50);";

/// A running app. It ends with the value.
pub struct App {
    client: Client,
    process: Process,
    pictures: Pictures,
    _driver: Driver,
}

impl App {
    pub(crate) async fn open(stage: &Stage) -> Self {
        let processes = || Process::find(stage.binary(), "BALADOS_DATA_DIR", stage.data_dir());
        let others = processes();
        let driver = Driver::start(&stage.environment()).await;
        let capabilities = json!({ "tauri:options": { "application": stage.binary() } });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().cloned().unwrap_or_default())
            .connect(&driver.url())
            .await
            .expect("the app opens a window");
        let process = eventually("the app's process", async || {
            processes().into_iter().find(|process| !others.contains(process))
        })
        .await;
        Self { client, process, pictures: stage.pictures(), _driver: driver }
    }

    /// Waits until `hook` is shown.
    pub async fn see(&self, hook: &str) -> Element {
        eventually(&format!("{hook} is shown"), async || self.shown(hook).await.into_iter().next())
            .await
    }

    /// Waits until `hook` is not shown.
    pub async fn see_no(&self, hook: &str) {
        eventually(&format!("{hook} is gone"), async || {
            self.shown(hook).await.is_empty().then_some(())
        })
        .await;
    }

    /// Waits until `count` of `hook` are shown.
    pub async fn see_many(&self, hook: &str, count: usize) -> Vec<Element> {
        eventually(&format!("{count} × {hook}"), async || {
            let shown = self.shown(hook).await;
            (shown.len() >= count).then_some(shown)
        })
        .await
    }

    /// Waits until the text of `hook` is `right`; returns it.
    pub async fn see_text(&self, hook: &str, right: impl Fn(&str) -> bool) -> String {
        let mut last = None;
        let seen = tokio::time::timeout(PATIENCE, async {
            loop {
                last = self.text(hook).await;
                if let Some(text) = last.take_if(|text| right(text)) {
                    return text;
                }
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
        })
        .await;
        seen.unwrap_or_else(|_| panic!("waited {PATIENCE:?} in vain: {hook} says {last:?}"))
    }

    /// What `hook` says, when it is shown.
    pub async fn text(&self, hook: &str) -> Option<String> {
        let element = self.shown(hook).await.into_iter().next()?;
        element.text().await.ok()
    }

    /// The position in the player bar, in seconds.
    pub async fn position(&self) -> f64 {
        let text = self.see_text("player-position", |text| seconds(text).is_some()).await;
        seconds(&text).expect("it was just looked at")
    }

    pub async fn attribute(&self, hook: &str, name: &str) -> Option<String> {
        self.see(hook).await.attr(name).await.ok().flatten()
    }

    pub async fn click(&self, hook: &str) {
        // The page may replace the element between finding and clicking it.
        eventually(&format!("{hook} can be clicked"), async || {
            self.shown(hook).await.into_iter().next()?.click().await.ok()
        })
        .await;
    }

    /// Clicks the one of several `hook`s that says `words`.
    pub async fn click_among(&self, hook: &str, words: &str) {
        eventually(&format!("{hook} that says {words:?}"), async || {
            for element in self.shown(hook).await {
                if element.text().await.ok()?.contains(words) {
                    return element.click().await.ok();
                }
            }
            None
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

    /// Presses the button whose text is, or starts with, `words`.
    pub async fn press(&self, words: &str) {
        let path = format!("//button[starts-with(normalize-space(), {})]", quoted(words));
        eventually(&format!("a button {words:?}"), async || {
            self.shown_at(Locator::XPath(&path)).await.into_iter().next()?.click().await.ok()
        })
        .await;
    }

    /// Chooses what is called `words` among the options of `hook`, in sight or behind a button.
    pub async fn choose(&self, hook: &str, words: &str) {
        let words = quoted(words);
        let among = format!(
            "//*[@data-testid='{hook}']//*[(self::button or self::label) and normalize-space()={words}]"
        );
        let behind = format!("//*[@role='option' and normalize-space()={words}]");
        eventually(&format!("{words} in {hook}"), async || {
            for path in [&behind, &among] {
                if let Some(option) = self.shown_at(Locator::XPath(path)).await.into_iter().next() {
                    // The button of a closed list shows what is chosen already.
                    let opens = option.attr("aria-haspopup").await.ok()?.is_some();
                    return if opens { Some(()) } else { option.click().await.ok() };
                }
            }
            let button = format!("//*[@data-testid='{hook}']//button[@aria-haspopup]");
            for button in self.shown_at(Locator::XPath(&button)).await {
                button.click().await.ok()?;
            }
            None
        })
        .await;
    }

    /// Types into the field that has the focus of the open dialog, or the only field of the page.
    pub async fn type_words(&self, words: &str) {
        eventually("a field to type into", async || {
            let fields = self.shown_at(Locator::Css("input[type='text'], input:not([type])")).await;
            fields.into_iter().next()?.send_keys(words).await.ok()
        })
        .await;
    }

    /// Waits until `words` are on the page.
    pub async fn read(&self, words: &str) {
        eventually(&format!("{words:?} on the page"), async || {
            let page = self.client.find(Locator::Css("body")).await.ok()?.text().await.ok()?;
            page.contains(words).then_some(())
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

    /// Replaces what a field holds.
    pub async fn type_into(&self, hook: &str, text: &str) {
        eventually(&format!("{hook} takes {text:?}"), async || {
            let field = self.shown(hook).await.into_iter().next()?;
            field.clear().await.ok()?;
            field.send_keys(text).await.ok()
        })
        .await;
    }

    /// Keeps a picture of the page.
    pub async fn picture(&self, name: &str) {
        let png = self.screenshot().await;
        let file = self.pictures.file(name);
        std::fs::write(&file, png).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    /// How bright the page is all in all, from 0 (black) to 1 (white).
    pub async fn brightness(&self) -> f64 {
        let png = self.screenshot().await;
        let picture = image::load_from_memory(&png).expect("a picture").into_luma8();
        let sum: u64 = picture.pixels().map(|pixel| u64::from(pixel.0[0])).sum();
        #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
        let mean = sum as f64 / f64::from(picture.width() * picture.height());
        mean / 255.0
    }

    /// Makes the page, not the frame, this large.
    pub async fn resize(&self, width: u32, height: u32) {
        let inner = async || {
            let page = self.evaluate("return [innerWidth, innerHeight]", vec![]).await;
            let side =
                |index: usize| page[index].as_u64().and_then(|side| u32::try_from(side).ok());
            (side(0).unwrap_or(0), side(1).unwrap_or(0))
        };
        let (mut ask_width, mut ask_height) = (width, height);
        eventually(&format!("a page of {width} × {height}"), async || {
            self.client.set_window_size(ask_width, ask_height).await.ok()?;
            let (now_width, now_height) = inner().await;
            // What the frame takes is added to the next try.
            ask_width = (ask_width + width).saturating_sub(now_width);
            ask_height = (ask_height + height).saturating_sub(now_height);
            ((now_width, now_height) == (width, height)).then_some(())
        })
        .await;
    }

    /// Runs JavaScript in the page.
    pub async fn evaluate(&self, script: &str, arguments: Vec<Value>) -> Value {
        eventually("the script runs", async || {
            self.client.execute(script, arguments.clone()).await.ok()
        })
        .await
    }

    /// Calls one of the app's commands, as the UI does; for preparing, not for what is tested.
    pub async fn command(&self, name: &str, arguments: Value) -> Result<Value, Value> {
        let script = "const done = arguments[2];
            window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
                .then(ok => done({ ok }), error => done({ error }));";
        let answer = self.client.execute_async(script, vec![json!(name), arguments]).await;
        let mut answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["ok"].take()),
        }
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    pub fn process(&self) -> Process {
        self.process
    }

    /// The power goes: SIGKILL, from one moment to the next.
    pub async fn kill(self) {
        self.process.kill();
        self.gone().await;
    }

    /// Quits as the system asks at log-out: what is unsaved is saved.
    pub async fn quit(self) {
        self.process.terminate();
        self.gone().await;
    }

    async fn screenshot(&self) -> Vec<u8> {
        eventually("a picture of the page", async || {
            self.client.execute(STIR, vec![]).await.ok()?;
            self.client.screenshot().await.ok()
        })
        .await
    }

    async fn gone(self) {
        eventually("the app has ended", async || (!self.process.is_running()).then_some(())).await;
        // The session has lost its window; ending it only tidies up the drivers.
        let _ = self.client.clone().close().await;
    }

    async fn shown(&self, hook: &str) -> Vec<Element> {
        self.shown_at(Locator::Css(&format!("[data-testid='{hook}']"))).await
    }

    async fn shown_at(&self, locator: Locator<'_>) -> Vec<Element> {
        let found = self.client.find_all(locator).await;
        let mut shown = Vec::new();
        for element in found.unwrap_or_default() {
            // What has left the page meanwhile is not shown.
            if element.is_displayed().await.unwrap_or(false) {
                shown.push(element);
            }
        }
        shown
    }
}

/// `m:ss` or `h:mm:ss`.
fn seconds(text: &str) -> Option<f64> {
    text.trim()
        .split(':')
        .map(|part| part.parse::<u32>().ok())
        .try_fold(0, |sum, part| Some(sum * 60 + part?))
        .map(f64::from)
}

/// Words for `XPath`, which knows no escapes: the UI uses typographic apostrophes.
fn quoted(words: &str) -> String {
    assert!(!words.contains('\''), "{words:?} needs a typographic apostrophe");
    format!("'{words}'")
}

impl Drop for App {
    fn drop(&mut self) {
        // A test that failed leaves its app running.
        self.process.kill();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions() {
        assert_eq!(seconds("2:30"), Some(150.0));
        assert_eq!(seconds(" 1:00:05 "), Some(3605.0));
        assert_eq!(seconds("-:--"), None);
        assert_eq!(seconds(""), None);
    }
}
