//! The system's own dialogs for files, answered with the keyboard.

use std::{path::Path, time::Duration};

use super::{
    keys::{press_keys, type_keys},
    process::Process,
    screen::Window,
};
use crate::patience::eventually;

/// What a dialog needs to answer a key.
const PAUSE: Duration = Duration::from_millis(300);

impl Process {
    /// Waits for a dialog, and chooses a file by its path.
    pub async fn choose_file(self, title: &str, file: &Path) {
        let dialog = self.file_dialog(title).await;
        // In place of the name that it proposes; from its first stroke on it is a path, whichever part had the keyboard.
        let (root, rest) = ("/", file.display().to_string());
        press_keys(&["ctrl+a"]);
        type_keys(root);
        tokio::time::sleep(PAUSE).await;
        type_keys(rest.trim_start_matches(root));
        // The file is looked for while it is typed, and can be taken only once it is found.
        eventually("the file is taken", async || {
            tokio::time::sleep(PAUSE).await;
            press_keys(&["Return"]);
            tokio::time::sleep(PAUSE).await;
            (!self.has_window(&dialog)).then_some(())
        })
        .await;
    }

    /// Waits for a dialog, and puts it away.
    pub async fn choose_no_file(self, title: &str) {
        let dialog = self.file_dialog(title).await;
        press_keys(&["Escape"]);
        eventually("the dialog is gone", async || (!self.has_window(&dialog)).then_some(())).await;
    }

    async fn file_dialog(self, title: &str) -> Window {
        let dialog = self.see_window(title, |it| it == title).await;
        dialog.take_keyboard();
        dialog
    }
}
