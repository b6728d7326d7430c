//! The app in a real window: how it starts and ends, and what it is asked directly.
//! [`sight`](super::sight) looks at the page, [`gestures`](super::gestures) acts on it.

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::{
    driver::Driver,
    process::Process,
    sight,
    stage::{Pictures, Stage},
};
use crate::patience::eventually;

/// A running app. It ends with the value.
pub struct App {
    pub(crate) client: Client,
    pub(crate) pictures: Pictures,
    process: Process,
    _driver: Driver,
}

impl App {
    pub(crate) async fn open(stage: &Stage, arguments: &[&str]) -> Self {
        let (variable, folder) = stage.whereabouts();
        let processes = || Process::find(stage.binary(), variable, folder);
        let others = processes();
        let driver = Driver::start(&stage.environment()).await;
        let options = json!({ "application": stage.binary(), "args": arguments });
        let capabilities = json!({ "tauri:options": options });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().cloned().unwrap_or_default())
            .connect(&driver.url())
            .await
            .expect("the app opens a window");
        let process = eventually("the app's process", async || {
            processes().into_iter().find(|process| !others.contains(process))
        })
        .await;
        Self { client, pictures: stage.pictures(), process, _driver: driver }
    }

    pub fn process(&self) -> Process {
        self.process
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

    /// Changes these settings and leaves the others.
    pub async fn set(&self, part: Value) {
        let mut settings = self.command("settings", json!({})).await.expect("there are settings");
        for (name, value) in part.as_object().into_iter().flatten() {
            settings[name] = value.clone();
        }
        let settings = json!({ "settings": settings });
        self.command("set_settings", settings).await.expect("the settings are saved");
    }

    /// Goes to a page by its path within the app.
    pub async fn go(&self, path: &str) {
        self.evaluate("location.hash = arguments[0]", vec![json!(path)]).await;
    }

    /// Makes the page, not the frame, this large.
    pub async fn resize(&self, width: u32, height: u32) {
        let (mut ask_width, mut ask_height) = (width, height);
        eventually(&format!("a page of {width} × {height}"), async || {
            self.client.set_window_size(ask_width, ask_height).await.ok()?;
            let page = self.evaluate("return [innerWidth, innerHeight]", vec![]).await;
            let side =
                |index: usize| page[index].as_u64().and_then(|side| u32::try_from(side).ok());
            let (now_width, now_height) = (side(0)?, side(1)?);
            // What the frame takes is added to the next try.
            ask_width = (ask_width + width).saturating_sub(now_width);
            ask_height = (ask_height + height).saturating_sub(now_height);
            ((now_width, now_height) == (width, height)).then_some(())
        })
        .await;
    }

    /// Puts the window away, as for other work.
    pub async fn minimize(&self) {
        self.client.minimize_window().await.expect("the window goes");
        eventually("nobody looks at the window", async || {
            self.evaluate("return !document.hasFocus()", vec![]).await.as_bool()?.then_some(())
        })
        .await;
    }

    /// Waits until the window is in front again.
    pub async fn is_looked_at(&self) {
        eventually("the window is looked at", async || {
            self.evaluate("return document.hasFocus()", vec![]).await.as_bool()?.then_some(())
        })
        .await;
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

    async fn gone(self) {
        eventually("the app has ended", async || (!self.process.is_running()).then_some(())).await;
        // The session has lost its window; ending it only tidies up the drivers.
        let _ = self.client.clone().close().await;
    }
}

impl Drop for App {
    /// A test that failed leaves its app running, and wants to be understood.
    fn drop(&mut self) {
        if std::thread::panicking() && self.process.is_running() {
            sight::keep_last_picture(&self.client, &self.pictures);
        }
        self.process.kill();
    }
}
