//! The system's own dialogs for files, answered with the keyboard: `xdotool` presses the keys.

use std::{path::Path, process::Command, time::Duration};

use crate::{patience::eventually, process::Process, screen::Window};

/// What a dialog needs to answer a key.
const PAUSE: Duration = Duration::from_millis(300);

impl Process {
    /// Waits for a dialog, and chooses a file by its path.
    pub async fn choose_file(self, title: &str, file: &Path) {
        let dialog = self.file_dialog(title).await;
        // In place of the name that it proposes; from its first stroke on it is a path, whichever part had the keyboard.
        let (root, rest) = ("/", file.display().to_string());
        press(&["key", "ctrl+a"]);
        press(&["type", root]);
        tokio::time::sleep(PAUSE).await;
        press(&["type", "--delay", "20", rest.trim_start_matches(root)]);
        // The file is looked for while it is typed, and can be taken only once it is found.
        eventually("the file is taken", async || {
            tokio::time::sleep(PAUSE).await;
            press(&["key", "Return"]);
            tokio::time::sleep(PAUSE).await;
            (!self.has_window(&dialog)).then_some(())
        })
        .await;
    }

    /// Waits for a dialog, and puts it away.
    pub async fn choose_no_file(self, title: &str) {
        let dialog = self.file_dialog(title).await;
        press(&["key", "Escape"]);
        eventually("the dialog is gone", async || (!self.has_window(&dialog)).then_some(())).await;
    }

    async fn file_dialog(self, title: &str) -> Window {
        let dialog = self.see_window(title, |it| it == title).await;
        dialog.take_keyboard();
        dialog
    }
}

fn press(arguments: &[&str]) {
    let done = Command::new("xdotool").args(arguments).status();
    assert!(done.is_ok_and(|status| status.success()), "xdotool: `cargo xtask setup` installs it");
}
