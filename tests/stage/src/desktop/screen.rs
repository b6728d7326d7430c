//! The windows on the screen, as the window manager knows them: asked by `wmctrl`.

use std::process::Command;

use x11rb::{
    connection::Connection as _,
    protocol::xproto::{ConnectionExt as _, ImageFormat},
};

use super::{keys::xdotool, process::Process};
use crate::patience::eventually;

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
        self.windows().next()
    }

    /// Whether this is one of its windows, in sight.
    pub fn has_window(self, window: &Window) -> bool {
        self.windows().any(|it| it.id == window.id)
    }

    fn windows(self) -> impl Iterator<Item = Window> {
        let of_it = move |(owner, window)| (owner == self.id()).then_some(window);
        list().into_iter().filter_map(of_it)
    }

    /// Waits for its window with a title that is `right`.
    pub async fn see_window(self, what: &str, right: impl Fn(&str) -> bool) -> Window {
        let what = format!("a window: {what}");
        eventually(&what, async || self.windows().find(|window| right(&window.title))).await
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

    /// Brings it to the front: keys that are pressed from now on are for it.
    pub fn take_keyboard(&self) {
        xdotool(&["windowactivate", "--sync", &self.id]);
    }

    /// Its number on the screen.
    pub(crate) fn x11_id(&self) -> u32 {
        let digits = self.id.trim_start_matches("0x");
        u32::from_str_radix(digits, 16).expect("a number of the window manager")
    }

    /// Where its middle is on the screen.
    pub(crate) fn middle(&self) -> (u32, u32) {
        let middle = |from: i32, length: i32| u32::try_from(from + length / 2).unwrap_or(0);
        (middle(self.left, self.width), middle(self.top, self.height))
    }

    /// How bright it is in sight, from 0 (black) to 1 (white): as the screen has it, without asking the page.
    pub fn brightness(&self) -> f64 {
        let (display, screen) = x11rb::connect(None).expect("there is a screen");
        let root = display.setup().roots[screen].root;
        let place = [self.left, self.top].map(|it| i16::try_from(it).expect("on the screen"));
        let size = [self.width, self.height].map(|it| u16::try_from(it).expect("on the screen"));
        let ([left, top], [width, height]) = (place, size);
        let image = display.get_image(ImageFormat::Z_PIXMAP, root, left, top, width, height, !0);
        let pixels = image.expect("the screen is there").reply().expect("a picture").data;
        // Blue, green, red and nothing.
        let sum: u64 =
            pixels.chunks_exact(4).flat_map(|it| &it[..3]).map(|it| u64::from(*it)).sum();
        #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
        let mean = sum as f64 / (pixels.len() / 4 * 3) as f64;
        mean / 255.0
    }

    pub fn minimise(&self) {
        xdotool(&["windowminimize", &self.id]);
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
