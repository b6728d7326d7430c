//! Pictures of every page of the real app, with sample data: `cargo xtask shots`.
#![cfg_attr(not(target_os = "linux"), no_main)]
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod samples;

use balados_stage::{App, Publisher, Stage, Words, eventually};
use samples::Samples;
use serde_json::{Value, json};

const SIZES: [(u32, u32); 2] = [(1280, 800), (400, 800)];
const THEMES: [&str; 2] = ["light", "dark"];
const LANGUAGES: [&str; 2] = ["en", "fr"];

#[tokio::main]
async fn main() {
    let publisher = Publisher::open().await;
    let stage = Stage::new(env!("CARGO_BIN_EXE_balados-desktop"), "");
    let app = stage.open_app().await;
    each_look(&app, async |look| look.empty(&app).await).await;
    let samples = Samples::seed(&app, &publisher).await;
    each_look(&app, async |look| look.every_page(&app, &samples).await).await;
    app.quit().await;

    let damaged = Stage::new(env!("CARGO_BIN_EXE_balados-desktop"), "");
    std::fs::create_dir_all(damaged.library().parent().unwrap()).unwrap();
    std::fs::write(damaged.library(), "damaged").unwrap();
    let app = damaged.open_app().await;
    each_look(&app, async |look| look.page(&app, "damaged", "startup-problem").await).await;
    app.quit().await;
}

/// One size, theme and language.
struct Look {
    words: Words,
    name: String,
}

async fn each_look(app: &App, take: impl AsyncFn(&Look)) {
    for language in LANGUAGES {
        for theme in THEMES {
            app.set(json!({ "language": language, "theme": theme })).await;
            for (width, height) in SIZES {
                app.resize(width, height).await;
                let name = format!("{theme}-{language}-{width}");
                eprintln!("{name}");
                take(&Look { words: Words::of(language), name }).await;
            }
        }
    }
}

impl Look {
    async fn empty(&self, app: &App) {
        app.read(&self.words.say("subscriptions.emptyTitle")).await;
        self.page(app, "empty", "add-address").await;
    }

    async fn every_page(&self, app: &App, samples: &Samples) {
        app.click("nav-subscriptions").await;
        self.page(app, "subscriptions", "podcast-card").await;

        app.click("add-button").await;
        app.type_into("add-address", "gopher://example.org").await;
        app.click("add-submit").await;
        let scheme = [("scheme", "gopher")];
        app.read(&self.words.say_with("errors.address-scheme.what", &scheme)).await;
        self.page(app, "add", "add-address").await;
        app.escape().await;
        app.see_no("add-address").await;

        for (name, id) in [
            ("podcast", samples.long),
            ("podcast-failing", samples.failing),
            ("podcast-playing", samples.main),
        ] {
            app.go(&format!("/podcast/{id}")).await;
            self.page(app, name, "episode-row").await;
        }
        app.go(&format!("/episode/{}", samples.episode)).await;
        self.page(app, "episode", "episode-play").await;

        for (path, hook) in [
            ("/playlists", "playlist-new"),
            ("/collections", "collection-new"),
            ("/discover", "discover-connect"),
        ] {
            app.go(path).await;
            self.page(app, &path[1..], hook).await;
        }

        app.go("/settings").await;
        self.page(app, "settings", "settings-language").await;

        app.click("nav-sync").await;
        self.page(app, "sync", "sync-address").await;

        app.go("/accounts").await;
        self.page(app, "accounts", "account-row").await;
        app.go("/accounts/new").await;
        self.page(app, "account-new", "account-new-name").await;
    }

    /// A page is ready when `hook` is there and every picture on it is loaded.
    async fn page(&self, app: &App, name: &str, hook: &str) {
        app.see(hook).await;
        eventually("every picture is loaded and the fonts are there", async || {
            let ready = "return document.fonts.status === 'loaded'
                && [...document.images].every(image => image.complete)
                && document.getAnimations().every(({ playState, effect }) =>
                    playState !== 'running' || effect.getTiming().iterations === Infinity)";
            (app.evaluate(ready, vec![]).await == Value::Bool(true)).then_some(())
        })
        .await;
        app.picture(&format!("{name}-{}", self.name)).await;
    }
}
