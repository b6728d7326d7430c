//! What the UI can ask for. A command unpacks, calls the backend, and packs.
#![allow(clippy::needless_pass_by_value, reason = "Tauri gives a command its arguments by value")]

pub(crate) mod background;
pub(crate) mod collections;
pub(crate) mod crash;
pub(crate) mod discover;
pub(crate) mod episodes;
pub(crate) mod likes;
pub(crate) mod lists;
pub(crate) mod network;
pub(crate) mod place;
pub(crate) mod player;
pub(crate) mod podcasts;
pub(crate) mod privacy;
pub(crate) mod profiles;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod sleep;
pub(crate) mod startup;
pub(crate) mod sync;
pub(crate) mod transfer;
pub(crate) mod update;

use balados_backend::Error;
use tauri::State;

use crate::shell::Shell;

type Answer<T> = Result<T, Error>;
type Shelled<'a> = State<'a, Shell>;
