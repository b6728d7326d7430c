//! Where the app keeps its data, and what may differ between the window and the terminal.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use balados_feeds::DirectoryConfig;
use balados_player::{
    CpalOutput, OutputDevice, WavOutput,
    output::{Connect, OutputStream},
};
use balados_protocol::ErrorClass;
use url::Url;

use crate::{Error, NetworkSource, Result};

/// Chooses another data folder, for tests and portable installations.
const DATA_DIR: &str = "BALADOS_DATA_DIR";

/// Puts the public directories of podcasts elsewhere, for tests.
const DIRECTORIES: &str = "BALADOS_DIRECTORIES";

/// The identifier of the app, which the system's folders are named after.
const IDENTIFIER: &str = "org.balados.desktop";

/// How a backend is opened.
#[derive(Debug, Clone)]
pub struct Config {
    pub data_dir: PathBuf,
    pub sound: Sound,
    pub refresh: Refresh,
    pub secrets: Secrets,
    pub network: NetworkSource,
    pub directories: DirectoryPlace,
}

/// Where shows are looked for by words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryPlace {
    /// Where anybody finds them.
    Public,
    /// All of them at one address: their paths differ.
    At(Url),
}

impl DirectoryPlace {
    /// What `BALADOS_DIRECTORIES` says, else the public ones.
    fn of_the_environment() -> Self {
        let chosen = std::env::var(DIRECTORIES).ok().and_then(|it| it.parse().ok());
        chosen.map_or(Self::Public, Self::At)
    }

    pub(crate) fn config(&self) -> Result<DirectoryConfig> {
        let config = match self {
            Self::Public => DirectoryConfig::public().map_err(Error::internal)?,
            Self::At(address) => DirectoryConfig::all_at(address.clone()),
        };
        Ok(DirectoryConfig {
            country: sys_locale::get_locale().as_deref().and_then(country),
            ..config
        })
    }
}

/// Of `fr-CA`, `CA`.
fn country(locale: &str) -> Option<String> {
    let mut parts = locale.split(['-', '_', '.', '@']).skip(1);
    let is_country = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    parts.find(is_country).map(str::to_uppercase)
}

/// Where keys are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrets {
    /// The system's keychain; files where there is none.
    System,
    /// Files beside the library, for tests and portable installations.
    Files,
}

/// Where sound goes.
#[derive(Clone)]
pub enum Sound {
    /// The system's default device.
    Device,
    /// No device at all: for commands that never play.
    Silent,
    /// Into a WAV file, faster than it would be heard; after `limit` the player has ended.
    Wav { path: PathBuf, limit: Option<Duration> },
    /// Any other device.
    Custom(Arc<dyn Fn() -> Box<dyn OutputDevice> + Send + Sync>),
}

impl Sound {
    pub(crate) fn output(&self) -> Box<dyn OutputDevice> {
        match self {
            Self::Device => Box::new(CpalOutput),
            Self::Silent => Box::new(NoDevice),
            Self::Wav { path, limit } => {
                let output = WavOutput::new(path);
                Box::new(match limit {
                    Some(limit) => output.with_limit(*limit),
                    None => output,
                })
            }
            Self::Custom(output) => output(),
        }
    }
}

impl fmt::Debug for Sound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Device => "Device",
            Self::Silent => "Silent",
            Self::Wav { .. } => "Wav",
            Self::Custom(_) => "Custom",
        })
    }
}

/// A computer without sound.
struct NoDevice;

impl OutputDevice for NoDevice {
    fn open(&mut self, _: Connect<'_>) -> Result<Box<dyn OutputStream>, balados_player::Error> {
        Err(balados_player::Error::DeviceAbsent)
    }
}

/// Whether feeds are read on their own schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refresh {
    Scheduled,
    OnDemand,
}

impl Config {
    pub fn new(data_dir: PathBuf) -> Self {
        Self {
            data_dir,
            sound: Sound::Device,
            refresh: Refresh::Scheduled,
            secrets: Secrets::System,
            network: NetworkSource::System,
            directories: DirectoryPlace::of_the_environment(),
        }
    }
}

/// The folder that holds everything: `BALADOS_DATA_DIR`, else the system's place for data.
pub fn data_dir() -> Result<PathBuf> {
    if let Some(dir) = own_data_dir() {
        return Ok(dir);
    }
    // Not the one that Windows carries from computer to computer: it holds recordings.
    dirs::data_local_dir().map(|dir| dir.join(IDENTIFIER)).ok_or_else(|| {
        Error::new("data-folder-unknown", ErrorClass::Local, "the system names no folder for data")
    })
}

/// Whether the data folder was chosen by the environment.
pub fn has_own_data_dir() -> bool {
    own_data_dir().is_some()
}

fn own_data_dir() -> Option<PathBuf> {
    std::env::var_os(DATA_DIR).filter(|dir| !dir.is_empty()).map(PathBuf::from)
}

#[test]
fn the_country_of_a_locale_is_found_where_it_names_one() {
    let of = |locale| country(locale);
    assert_eq!(of("fr-CA").as_deref(), Some("CA"));
    assert_eq!(of("zh-Hant-TW").as_deref(), Some("TW"));
    assert_eq!(of("de_AT.UTF-8").as_deref(), Some("AT"));
    assert_eq!((of("en"), of("C.UTF-8"), of("es-419")), (None, None, None));
}
