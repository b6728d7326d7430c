//! What is seen in the window, by the hooks of the UI (`data-testid`).

use std::time::Duration;

use fantoccini::{Client, elements::Element};
use serde_json::{Value, json};

use super::{app::App, stage::Pictures};
use crate::patience::{PATIENCE, eventually};

/// The driver's own idea of what is shown, and of its text, leaves out what may be cut short by an
/// ellipsis. The page knows better.
const SHOWN: &str = "
    const found = document.evaluate(arguments[0], document, null, 5, null);
    const shown = [];
    for (let it = found.iterateNext(); it; it = found.iterateNext())
        if (it.checkVisibility({ visibilityProperty: true })) shown.push(it);
    return shown;";

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

/// A page that does not answer has no last picture.
const LAST_PICTURE: Duration = Duration::from_secs(5);

impl App {
    /// Waits until `hook` is shown.
    pub async fn see(&self, hook: &str) -> Element {
        eventually(&format!("{hook} is shown"), async || self.first(&hooked(hook)).await).await
    }

    /// Waits until `hook` is not shown.
    pub async fn see_no(&self, hook: &str) {
        eventually(&format!("{hook} is gone"), async || {
            self.shown(&hooked(hook)).await?.is_empty().then_some(())
        })
        .await;
    }

    /// Waits until at least `count` of `hook` are shown.
    pub async fn see_many(&self, hook: &str, count: usize) -> Vec<Element> {
        eventually(&format!("{count} × {hook}"), async || {
            self.shown(&hooked(hook)).await.filter(|shown| shown.len() >= count)
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
        text_of(&self.first(&hooked(hook)).await?).await
    }

    pub async fn attribute(&self, hook: &str, name: &str) -> Option<String> {
        self.see(hook).await.attr(name).await.ok().flatten()
    }

    /// Waits until `words` are on the page.
    pub async fn read(&self, words: &str) {
        eventually(&format!("{words:?} on the page"), async || {
            text_of(&self.first("//body").await?).await?.contains(words).then_some(())
        })
        .await;
    }

    /// The position in the player bar, in seconds.
    pub async fn position(&self) -> f64 {
        let text = self.see_text("player-position", |text| seconds(text).is_some()).await;
        seconds(&text).expect("it was just looked at")
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

    async fn screenshot(&self) -> Vec<u8> {
        eventually("a picture of the page", async || last_picture(&self.client).await).await
    }

    /// The first element at an `XPath` that is shown.
    pub(crate) async fn first(&self, path: &str) -> Option<Element> {
        self.shown(path).await?.into_iter().next()
    }

    /// The elements at an `XPath` that are shown; nothing while the page is being replaced.
    pub(crate) async fn shown(&self, path: &str) -> Option<Vec<Element>> {
        let found = self.client.execute(SHOWN, vec![json!(path)]).await.ok()?;
        // An element is an object with one value: its reference.
        let reference = |element: &Value| {
            element.as_object()?.values().next()?.as_str().map(|id| id.to_owned().into())
        };
        let element = |id| Element::from_element_id(self.client.clone(), id);
        Some(found.as_array()?.iter().filter_map(reference).map(element).collect())
    }
}

/// The `XPath` of a hook.
pub(crate) fn hooked(hook: &str) -> String {
    format!("//*[@data-testid='{hook}']")
}

pub(crate) async fn text_of(element: &Element) -> Option<String> {
    element.prop("innerText").await.ok().flatten()
}

async fn last_picture(client: &Client) -> Option<Vec<u8>> {
    client.execute(STIR, vec![]).await.ok()?;
    client.screenshot().await.ok()
}

/// Keeps what a failed test has seen last. The test's own runtime is still there to carry the words
/// to the driver, but its thread cannot wait for them.
pub(crate) fn keep_last_picture(client: &Client, pictures: &Pictures) {
    let (client, file) = (client.clone(), pictures.file("failed"));
    let keep = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().ok()?;
        let picture = async { tokio::time::timeout(LAST_PICTURE, last_picture(&client)).await };
        std::fs::write(file, runtime.block_on(picture).ok()??).ok()
    };
    let _ = std::thread::spawn(keep).join();
}

/// `m:ss` or `h:mm:ss`.
fn seconds(text: &str) -> Option<f64> {
    text.trim()
        .split(':')
        .map(|part| part.parse::<u32>().ok())
        .try_fold(0, |sum, part| Some(sum * 60 + part?))
        .map(f64::from)
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
