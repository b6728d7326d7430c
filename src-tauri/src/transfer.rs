//! Files with subscriptions: which one the listener has chosen, dropped on the window or opened the app with.
//!
//! The page never names a file. It asks for what the chosen one holds, so it cannot read or write any other.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use balados_backend::{Error, ErrorClass};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::{
    events::{self, BackendEvent, FilesOver, ShellEvent},
    open_at::{Place, open_at},
    window,
    words::{Word, spoken},
};

/// Files of subscriptions are called so, by most apps.
const EXTENSIONS: [&str; 2] = ["opml", "xml"];
const EXPORT_NAME: &str = "balados.opml";

/// The file that is looked at before anything of it is added; a newer one takes its place.
#[derive(Default)]
pub(crate) struct ChosenFile(Mutex<Option<PathBuf>>);

impl ChosenFile {
    pub(crate) fn get(&self) -> Option<PathBuf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, file: Option<PathBuf>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = file;
    }
}

/// Whether a file may be one of subscriptions, by its name.
pub(crate) fn is_list(file: &Path) -> bool {
    let extension = file.extension().map(|it| it.to_string_lossy().to_lowercase());
    extension.is_some_and(|it| EXTENSIONS.contains(&it.as_str()))
}

/// Shows what is in a file, in the window.
pub(crate) fn look_at(app: &AppHandle, file: PathBuf) {
    app.state::<ChosenFile>().set(Some(file));
    open_at(app, Place::Import);
}

/// Files that are held over the window: it shows whether they can be dropped.
pub(crate) fn over(app: &AppHandle, files: &[PathBuf]) {
    let files = what_is_over(files);
    events::send(app, &BackendEvent::Shell(ShellEvent::FilesOver { files }));
}

fn what_is_over(files: &[PathBuf]) -> FilesOver {
    match files {
        [] => FilesOver::Nothing,
        files if files.iter().any(|file| is_list(file)) => FilesOver::List,
        _ => FilesOver::Other,
    }
}

/// Files that were dropped on the window: the first that can be looked at, or why there is none.
pub(crate) fn dropped(app: &AppHandle, files: &[PathBuf]) {
    over(app, &[]);
    if let Some(file) = files.iter().find(|file| is_list(file)) {
        look_at(app, file.clone());
    } else if !files.is_empty() {
        let error = Error::new("not-opml", ErrorClass::Permanent, "what was dropped is no list");
        open_at(app, Place::Nowhere { error });
    }
}

/// Asks for a file to read; nothing when the listener thinks better of it.
pub(crate) async fn ask_for_import(app: &AppHandle) -> Option<PathBuf> {
    let (answer, asked) = oneshot::channel();
    dialog(app, Word::ImportFrom).pick_file(move |file| drop(answer.send(file)));
    path(asked.await.ok()?)
}

/// Asks where to write.
pub(crate) async fn ask_for_export(app: &AppHandle) -> Option<PathBuf> {
    let (answer, asked) = oneshot::channel();
    dialog(app, Word::ExportTo)
        .set_file_name(EXPORT_NAME)
        .save_file(move |file| drop(answer.send(file)));
    path(asked.await.ok()?)
}

fn dialog(app: &AppHandle, title: Word) -> FileDialogBuilder<tauri::Wry> {
    let spoken = spoken(app);
    let dialog = app
        .dialog()
        .file()
        .set_title(title.say(spoken))
        .add_filter(Word::ListsOfPodcasts.say(spoken), &EXTENSIONS);
    match window::main(app) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

fn path(file: Option<FilePath>) -> Option<PathBuf> {
    file?.into_path().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_subscriptions_are_known_by_their_names() {
        for list in ["a.opml", "/x y/B.OPML", "podcasts.xml"] {
            assert!(is_list(Path::new(list)), "{list}");
        }
        for other in ["opml", "a.mp3", "a.opml.zip", ""] {
            assert!(!is_list(Path::new(other)), "{other}");
        }
    }

    #[test]
    fn one_list_among_what_is_held_over_the_window_is_enough() {
        let over =
            |files: &[&str]| what_is_over(&files.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(over(&[]), FilesOver::Nothing);
        assert_eq!(over(&["/a/song.mp3", "/a/podcasts.OPML"]), FilesOver::List);
        assert_eq!(over(&["/a/song.mp3", "/a"]), FilesOver::Other);
    }
}
