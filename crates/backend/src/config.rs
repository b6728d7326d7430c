//! Where the app keeps its data, and what may differ between the window and the terminal.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use balados_player::{
    CpalOutput, OutputDevice, WavOutput,
    output::{Connect, OutputStream},
};
use balados_protocol::ErrorClass;

use crate::{Error, NetworkSource, Result};

/// Chooses another data folder, for tests and portable installations.
const DATA_DIR: &str = "BALADOS_DATA_DIR";

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
        }
    }
}

/// The folder that holds everything: `BALADOS_DATA_DIR`, else the system's place for data.
pub fn data_dir() -> Result<PathBuf> {
    if let Some(dir) = own_data_dir() {
        return Ok(dir);
    }
    dirs::data_dir().map(|dir| dir.join(IDENTIFIER)).ok_or_else(|| {
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
