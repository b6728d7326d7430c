use tauri::State;

use crate::open_at::{Place, WaitingPlace};

/// Where to go, if something outside the window has asked for a page; once.
#[tauri::command]
#[specta::specta]
pub(crate) fn take_place(waiting: State<'_, WaitingPlace>) -> Option<Place> {
    waiting.take()
}
