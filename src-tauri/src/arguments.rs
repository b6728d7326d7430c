//! What can be typed after `balados-desktop`; the actions of the desktop entry, and links, are typed by the desktop.

use std::{
    ffi::{OsStr, OsString},
    path::Path,
};

use balados_backend::{Request, read_request};
use tauri::AppHandle;

use crate::{
    open_at::{Place, open_at},
    transfer,
    tray::Act,
};

const HELP: &str = "\
Balados, a podcast player. `balados` is the same app in a terminal.

Usage: balados-desktop [OPTION] [LINK]

  --hidden      Start without a window
  --play-pause  Play what was being heard, or pause it
  --refresh     Refresh all podcasts
  --version     Say which Balados this is
  --help        Say this

LINK is a link (balados:, podcast:, feed:, pcast:, itpc:), the address of a
podcast, or an OPML file. It is shown, and nothing is added unasked.

Where Balados runs already, it does what is asked there.
";

/// The arguments of this start, as text.
pub(crate) fn typed() -> Vec<String> {
    std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect()
}

/// What is only a question: it is answered in the terminal, and nothing starts.
pub(crate) fn answer(arguments: impl IntoIterator<Item = String>) -> Option<String> {
    arguments.into_iter().skip(1).find_map(|argument| match argument.as_str() {
        "--version" | "-V" => Some(format!("Balados {}\n", balados_backend::version())),
        "--help" | "-h" => Some(HELP.to_owned()),
        _ => None,
    })
}

/// What is to be done once the library is open, or in the app that runs already.
pub(crate) fn wish(arguments: impl IntoIterator<Item = String>) -> Option<Act> {
    arguments.into_iter().skip(1).find_map(|argument| match argument.as_str() {
        "--play-pause" => Some(Act::PlayPause),
        "--refresh" => Some(Act::Refresh),
        _ => None,
    })
}

/// What is to be opened: the first argument that is no option. What is not known is passed over, for
/// desktops and drivers add options of their own.
pub(crate) fn asked(arguments: impl IntoIterator<Item = OsString>) -> Option<OsString> {
    let is_option = |argument: &OsString| argument.as_encoded_bytes().starts_with(b"-");
    arguments.into_iter().skip(1).find(|it| !it.is_empty() && !is_option(it))
}

/// Opens what an argument names; a file is looked for in `folder`.
pub(crate) fn open(app: &AppHandle, argument: &OsStr, folder: &Path) {
    let request = match argument.to_str() {
        Some(text) => read_request(text, folder),
        None => Ok(Request::File(folder.join(argument))),
    };
    match request {
        Ok(Request::Link(link)) => open_at(app, Place::Link { link }),
        Ok(Request::File(file)) => transfer::look_at(app, file),
        Err(error) => {
            tracing::info!(code = error.code, "A link leads nowhere");
            open_at(app, Place::Nowhere { error });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(argument: &str) -> [String; 2] {
        ["/usr/bin/balados-desktop".to_owned(), argument.to_owned()]
    }

    #[test]
    fn questions_are_answered() {
        let version = answer(start("--version")).unwrap();
        assert_eq!(version, format!("Balados {}\n", balados_backend::version()));
        assert!(answer(start("--help")).unwrap().contains("--hidden"));
        assert_eq!(answer(start("--hidden")), None);
        assert_eq!(answer(["--version".to_owned()]), None, "the program's own name");
    }

    #[test]
    fn options_are_told_from_what_is_to_be_opened() {
        let found = |typed: &[&str]| {
            let all = std::iter::once("balados-desktop").chain(typed.iter().copied());
            asked(all.map(OsString::from)).map(|it| it.into_string().unwrap())
        };
        assert_eq!(found(&[]), None);
        assert_eq!(found(&["--hidden", "-psn_0_1"]), None);
        assert_eq!(found(&["--strange", "", "a.opml", "b.opml"]).as_deref(), Some("a.opml"));
    }

    #[test]
    fn the_manual_page_tells_of_every_option() {
        let page = include_str!("../../packaging/linux/balados-desktop.1").replace('\\', "");
        for option in HELP.lines().filter_map(|line| line.strip_prefix("  --")) {
            let (name, _) = option.split_once(' ').unwrap();
            assert!(page.contains(&format!("\n.B --{name}\n")), "{name}");
        }
    }

    #[test]
    fn actions_of_the_desktop_entry_are_known() {
        let entry = include_str!("../../packaging/linux/org.balados.desktop.desktop");
        let actions: Vec<_> = entry
            .lines()
            .filter_map(|line| line.strip_prefix("Exec=balados-desktop "))
            .filter(|typed| *typed != "%U")
            .collect();
        assert_eq!(actions.len(), 2);
        for action in actions {
            assert!(wish(start(action)).is_some() && HELP.contains(action), "{action}");
        }
        assert!(wish(start("https://example.org/--refresh")).is_none());
    }
}
