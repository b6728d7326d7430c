//! The windows on the screen, as the window manager knows them: asked by `wmctrl`.

use std::process::Command;

use crate::{patience::eventually, process::Process};

/// A window with its place on the screen, in pixels, without its frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    id: String,
    pub title: String,
    pub left: i32,
    pub top: i32,
    pub width: i32,
    pub height: i32,
}

impl Process {
    /// Its window, if it has one in sight.
    pub fn window(self) -> Option<Window> {
        list().into_iter().find(|(owner, _)| *owner == self.id()).map(|(_, window)| window)
    }

    /// Waits for its window with a title that is `right`.
    pub async fn see_window(self, what: &str, right: impl Fn(&str) -> bool) -> Window {
        let what = format!("a window: {what}");
        eventually(&what, async || self.window().filter(|window| right(&window.title))).await
    }

    /// Waits until no window of it is in sight.
    pub async fn see_no_window(self) {
        eventually("the window is gone", async || self.window().is_none().then_some(())).await;
    }
}

impl Window {
    /// Closes it as its frame does.
    pub fn close(&self) {
        ask(&["-i", "-c", &self.id]);
    }

    /// By xdotool, which benchmarks look for and tests do without.
    pub fn minimise(&self) {
        let done = Command::new("xdotool").args(["windowminimize", &self.id]).status();
        assert!(done.is_ok_and(|status| status.success()), "xdotool minimises");
    }

    /// Puts its frame to a place and gives it a size.
    pub fn place(&self, left: i32, top: i32, width: i32, height: i32) {
        ask(&["-i", "-r", &self.id, "-e", &format!("0,{left},{top},{width},{height}")]);
    }
}

/// Every window with the process that it belongs to.
fn list() -> Vec<(u32, Window)> {
    ask(&["-l", "-p", "-G"]).lines().filter_map(read).collect()
}

/// `id desktop process left top width height host title`
fn read(line: &str) -> Option<(u32, Window)> {
    let mut rest = line;
    let mut next = || {
        let (word, left) = rest.trim_start().split_once(' ')?;
        rest = left;
        Some(word)
    };
    let id = next()?.to_owned();
    next()?;
    let owner = next()?.parse().ok()?;
    let mut number = || next()?.parse::<i32>().ok();
    let (left, top, width, height) = (number()?, number()?, number()?, number()?);
    next()?;
    Some((owner, Window { id, title: rest.trim().to_owned(), left, top, width, height }))
}

fn ask(arguments: &[&str]) -> String {
    let answer = Command::new("wmctrl").args(arguments).output();
    let answer = answer.expect("wmctrl is installed: `cargo xtask setup` does it");
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_window_manager() {
        let line = "0x00a00003  0 4711   60   79   1280 800  host Rising Tones – Balados";
        let (owner, window) = read(line).unwrap();
        assert_eq!((owner, window.title.as_str()), (4711, "Rising Tones – Balados"));
        assert_eq!((window.left, window.top, window.width, window.height), (60, 79, 1280, 800));
    }
}
