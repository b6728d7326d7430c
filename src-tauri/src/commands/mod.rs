//! What the UI can ask for. A command unpacks, calls the backend, and packs.

pub(crate) mod episodes;
pub(crate) mod player;
pub(crate) mod podcasts;
pub(crate) mod settings;
pub(crate) mod startup;

use balados_backend::Error;
use tauri::State;

use crate::shell::Shell;

type Answer<T> = Result<T, Error>;
type Shelled<'a> = State<'a, Shell>;
