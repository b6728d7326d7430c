//! Notices of the system: what the listener should know while not looking at the window.
//!
//! What happened is said by the backend; here it is gathered, worded and handed to the system. A
//! window that is looked at shows all of it itself, so nothing is said then. Do-not-disturb is the
//! system's: it holds notices back and lists them for later, and none of these is urgent.

mod asleep;
mod attention;
mod downloads;
mod gathered;
mod news;
mod system;
mod task;
mod timing;

use std::sync::atomic::AtomicBool;
#[cfg(target_os = "linux")]
use std::sync::atomic::Ordering;

use balados_backend::PictureOf;
use tauri::{AppHandle, Manager, async_runtime};
use tokio::sync::mpsc;

use self::task::NoticeTask;
use crate::{
    open_at::Place,
    settings,
    shell::Shell,
    words::{self, Spoken, Word},
};

/// Lines of a list that are shown; the rest is counted.
const LINES: usize = 3;
/// Characters of a line: publishers write titles of any length.
const LINE: usize = 90;

/// What a notice is about. One of each is shown at a time: a newer one replaces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    NewEpisodes,
    Sync,
    DownloadsFailed,
    DownloadsDone,
    SleepTimer,
    StillRunning,
    NoWindow,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::NewEpisodes,
        Self::Sync,
        Self::DownloadsFailed,
        Self::DownloadsDone,
        Self::SleepTimer,
        Self::StillRunning,
        Self::NoWindow,
    ];
}

/// What a click or a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Act {
    Open(Place),
    /// Opens the window wherever it was.
    Raise,
    Play(i64),
    /// Goes on after the sleep timer has ended with this episode.
    PlayOn(i64),
    Download(Vec<i64>),
    RetryChanges,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Notice {
    kind: Kind,
    title: String,
    /// Plain text; a line break begins a new line.
    body: String,
    /// The cover beside it.
    cover: Option<PictureOf>,
    click: Act,
    buttons: Vec<(&'static str, Act)>,
}

enum Asked {
    Show(Notice),
    /// The listener has come to the window, and sees there what was told.
    LookedAt,
}

/// The way to the task, and what it says of itself.
struct Notices {
    asks: mpsc::Sender<Asked>,
    is_any_shown: AtomicBool,
}

pub(crate) fn start(app: &AppHandle) {
    let (asks, asked) = mpsc::channel(16);
    app.manage(Notices { asks, is_any_shown: AtomicBool::default() });
    async_runtime::spawn(NoticeTask::new(app.clone(), asked).run());
}

/// The window was closed and the app goes on in the tray: told once, ever.
pub(crate) fn closed_to_tray(app: &AppHandle) {
    if !settings::is_first_time(app, &app.state::<Shell>(), "still-running") {
        return;
    }
    of_the_window(app, Kind::StillRunning, Word::StillRunning, Word::StillRunningWhere);
}

/// The window could not be opened: nothing else could say so.
pub(crate) fn no_window(app: &AppHandle, next: Word) {
    of_the_window(app, Kind::NoWindow, Word::NoWindow, next);
}

fn of_the_window(app: &AppHandle, kind: Kind, title: Word, body: Word) {
    let spoken = words::spoken(app);
    let [title, body] = [title, body].map(|word| word.say(spoken).to_owned());
    let notice = Notice { kind, title, body, cover: None, click: Act::Raise, buttons: Vec::new() };
    ask(app, Asked::Show(notice));
}

/// The window has come to the front.
pub(crate) fn looked_at(app: &AppHandle) {
    ask(app, Asked::LookedAt);
}

/// Whether the listener may still answer one, or will be told something soon.
#[cfg(target_os = "linux")]
pub(crate) fn is_any_shown(app: &AppHandle) -> bool {
    app.state::<Notices>().is_any_shown.load(Ordering::Relaxed)
}

fn ask(app: &AppHandle, asked: Asked) {
    if app.state::<Notices>().asks.try_send(asked).is_err() {
        tracing::warn!("Notices are not served");
    }
}

/// The first of `count` things, a line each, and how many more there are.
fn lines(items: &[String], count: usize, spoken: Spoken) -> String {
    let mut lines: Vec<_> = items.iter().take(LINES).map(|item| short(item)).collect();
    let more = count.saturating_sub(lines.len());
    if more > 0 {
        lines.push(Word::AndMore.count(spoken, more));
    }
    lines.join("\n")
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_cut_between_characters() {
        assert_eq!(short("Été"), "Été");
        let cut = short(&"é".repeat(LINE + 1));
        assert_eq!(cut, format!("{}…", "é".repeat(LINE)));
    }
}
