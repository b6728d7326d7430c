//! The keyboard of the screen: what is pressed goes to the window that has it, as from a hand.

use std::process::Command;

/// Keys by their names on the screen, one after the other: `ctrl+plus`, `Tab`, `Menu`.
pub fn press_keys(keys: &[&str]) {
    xdotool(&[&["key"], keys].concat());
}

/// Types words.
pub fn type_keys(words: &str) {
    xdotool(&["type", "--delay", "20", words]);
}

pub(crate) fn xdotool(arguments: &[&str]) {
    let done = Command::new("xdotool").args(arguments).status();
    assert!(done.is_ok_and(|status| status.success()), "xdotool: `cargo xtask setup` installs it");
}
