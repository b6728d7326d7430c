//! A terminal with a data folder, and a publisher to subscribe to.

use std::{
    path::PathBuf,
    process::{Command, Output},
    time::Duration,
};

use balados_stage::{DIRECTORIES, Enclosure, Episode, Page, Publisher, Show, rising_tone};
use serde_json::Value;

pub(crate) struct Terminal {
    pub(crate) dir: tempfile::TempDir,
    /// Where shows are looked for by words.
    pub(crate) directories: Option<String>,
}

impl Terminal {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), directories: None }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs `balados` and waits, off the async threads: the publisher answers meanwhile.
    pub(crate) async fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_balados"));
        command.args(args).arg("--data").arg(self.path("data")).env("BALADOS_SECRETS", "file");
        command.envs(self.directories.iter().map(|address| (DIRECTORIES, address)));
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    /// What a successful command prints for people.
    pub(crate) async fn text(&self, args: &[&str]) -> String {
        let output = self.run(args).await;
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) async fn json(&self, args: &[&str]) -> Value {
        let text = self.text(&[args, &["--json"]].concat()).await;
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// The code and the JSON error of a command that fails.
    pub(crate) async fn failure(&self, args: &[&str]) -> (i32, Value) {
        let output = self.run(&[args, &["--json"]].concat()).await;
        let error = serde_json::from_slice(&output.stderr).unwrap_or(Value::Null);
        (output.status.code().unwrap(), error)
    }
}

/// A show with two episodes: a tone of 20 s, and an item without audio.
pub(crate) async fn publisher() -> (Publisher, String) {
    let publisher = Publisher::open().await;
    let length = Duration::from_secs(20);
    let wav = rising_tone(length);
    let bytes = wav.len();
    let url = publisher.publish("/tone.wav", Page::new("audio/wav", wav));
    let with_audio = Episode {
        title: "A tone".to_owned(),
        length: Some(length),
        enclosure: Some(Enclosure { url, mime: "audio/wav", bytes }),
        ..Episode::default()
    };
    let without = Episode { title: "Only words".to_owned(), ..Episode::default() };
    let show = Show {
        title: "Émission".to_owned(),
        episodes: vec![with_audio, without],
        ..Show::default()
    };
    let feed = publisher.publish_show("/feed.xml", &show);
    (publisher, feed)
}
