//! One test's own world: a data folder, a place for pictures, and what the app is given.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{
    app::App,
    running::{Running, usable_stamps},
};
use crate::{directory::DIRECTORIES, patience::eventually};

/// Whether the app finds a sound device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    Device,
    None,
}

/// How the app comes to its data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Folder {
    /// It is told: such an app knows of no other.
    Told,
    /// It finds it where the system keeps data, as a listener's does: a second start finds the first.
    Found,
}

/// Where the app keeps its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Files: keys of most tests have no place in anybody's keychain.
    Files,
    /// The keychain of the desktop that the test runs on.
    Keychain,
}

pub struct Stage {
    binary: PathBuf,
    data: TempDir,
    folder: Folder,
    pictures: Pictures,
    sound: Sound,
    keys: Keys,
    is_first_start: bool,
    /// What else the app is given.
    given: Vec<(&'static str, PathBuf)>,
}

/// Where the pictures of one test are kept.
#[derive(Debug, Clone)]
pub(crate) struct Pictures {
    folder: PathBuf,
    prefix: String,
}

impl Pictures {
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{}{name}.png", self.prefix))
    }
}

impl Stage {
    /// `prefix` goes before the names of the pictures.
    pub fn new(binary: &str, prefix: &str) -> Self {
        let folder =
            std::env::var_os("BALADOS_E2E_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        Self {
            binary: std::fs::canonicalize(binary).expect("the app is built"),
            data: tempfile::Builder::new().prefix("balados-").tempdir().expect("a data folder"),
            folder: Folder::Told,
            pictures: Pictures { folder, prefix: prefix.to_owned() },
            sound: Sound::Device,
            keys: Keys::Files,
            is_first_start: false,
            given: Vec::new(),
        }
    }

    /// Puts a variable into the app's environment.
    #[must_use]
    pub fn with(mut self, variable: &'static str, value: &str) -> Self {
        self.given.push((variable, PathBuf::from(value)));
        self
    }

    /// The app as listeners have it, of which there is one: with [`Stage::new`] each start is one more.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.folder = Folder::Found;
        self
    }

    /// Nobody has used the app here: it begins with its first steps.
    #[must_use]
    pub fn at_first_start(mut self) -> Self {
        self.is_first_start = true;
        self
    }

    #[must_use]
    pub fn with_keys(mut self, keys: Keys) -> Self {
        self.keys = keys;
        self
    }

    #[must_use]
    pub fn with_sound(mut self, sound: Sound) -> Self {
        self.sound = sound;
        self
    }

    /// Opens the app, and returns when its window can be driven.
    pub async fn open_app(&self) -> App {
        self.open_app_with(&[]).await
    }

    /// The same, started with arguments.
    pub async fn open_app_with(&self, arguments: &[&str]) -> App {
        self.settle();
        App::open(self, arguments).await
    }

    /// Starts the app without a driver.
    pub fn start(&self, arguments: &[&str]) -> Running {
        self.settle();
        Running::start(self, arguments)
    }

    /// When a page of the app was complete, in milliseconds since 1970, for each window so far.
    pub fn usable_stamps(&self) -> Vec<f64> {
        usable_stamps(&self.data_dir().join("logs"))
    }

    /// Waits until the app has logged a line with these words.
    pub async fn see_in_log(&self, words: &str) {
        eventually(&format!("{words:?} in the log"), async || {
            let files = std::fs::read_dir(self.data_dir().join("logs")).ok()?;
            let texts = files.flatten().filter_map(|it| std::fs::read_to_string(it.path()).ok());
            texts.into_iter().any(|text| text.contains(words)).then_some(())
        })
        .await;
    }

    pub fn binary(&self) -> &Path {
        &self.binary
    }

    pub fn data_dir(&self) -> PathBuf {
        match self.folder {
            Folder::Told => self.data.path().to_owned(),
            Folder::Found => self.data.path().join("org.balados.desktop"),
        }
    }

    /// The variable by which the app comes to its data folder.
    pub(crate) fn whereabouts(&self) -> (&'static str, &Path) {
        let variable = match self.folder {
            Folder::Told => "BALADOS_DATA_DIR",
            Folder::Found => "XDG_DATA_HOME",
        };
        (variable, self.data.path())
    }

    /// The library of the profile without an account.
    pub fn library(&self) -> PathBuf {
        self.data_dir().join("profiles/local/library.db")
    }

    /// Every file beside the library, by name, with what it holds.
    pub fn files_of_the_profile(&self) -> Vec<(String, Vec<u8>)> {
        let folder = self.library().parent().expect("a profile has a folder").to_owned();
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("the profile is there")
            .flatten()
            .filter(|entry| entry.path().is_file())
            .map(|entry| {
                let bytes = std::fs::read(entry.path()).expect("a readable file");
                (entry.file_name().to_string_lossy().into_owned(), bytes)
            })
            .collect();
        files.sort();
        files
    }

    pub(crate) fn pictures(&self) -> Pictures {
        self.pictures.clone()
    }

    /// Most tests are of listeners who have been here before.
    fn settle(&self) {
        let settings = self.data_dir().join("settings.json");
        if self.is_first_start || settings.exists() {
            return;
        }
        std::fs::create_dir_all(self.data_dir()).expect("a data folder");
        std::fs::write(settings, r#"{"welcomed":true}"#).expect("a file in the data folder");
    }

    /// What the app's environment has beyond the desktop's.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let (variable, folder) = self.whereabouts();
        let mut environment = vec![(variable, folder.to_owned())];
        if self.keys == Keys::Files {
            environment.push(("BALADOS_SECRETS", PathBuf::from("file")));
        }
        // Nobody outside is asked, whatever a test types.
        environment.push((DIRECTORIES, PathBuf::from("http://127.0.0.1:1/")));
        environment.extend(self.given.iter().cloned());
        if self.sound == Sound::None {
            // A machine without any device: neither a server nor anything that ALSA knows.
            let nothing = self.data.path().join("no-sound");
            std::fs::write(&nothing, "").expect("a file in the data folder");
            environment.push(("ALSA_CONFIG_PATH", nothing));
            environment.push(("PULSE_SERVER", PathBuf::from("unix:/nowhere")));
        }
        environment
    }
}
