//! What can be typed after `balados-desktop`; the actions of the desktop entry are typed by the desktop.

use crate::tray::Act;

const HELP: &str = "\
Balados, a podcast player. `balados` is the same app in a terminal.

Usage: balados-desktop [OPTION]

  --hidden      Start without a window
  --play-pause  Play what was being heard, or pause it
  --refresh     Refresh all podcasts
  --version     Say which Balados this is
  --help        Say this

Where Balados runs already, it does what is asked there.
";

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

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(argument: &str) -> [String; 2] {
        ["/usr/bin/balados-desktop".to_owned(), argument.to_owned()]
    }

    #[test]
    fn questions_are_answered() {
        let version = answer(typed("--version")).unwrap();
        assert_eq!(version, format!("Balados {}\n", balados_backend::version()));
        assert!(answer(typed("--help")).unwrap().contains("--hidden"));
        assert_eq!(answer(typed("--hidden")), None);
        assert_eq!(answer(["--version".to_owned()]), None, "the program's own name");
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
            assert!(wish(typed(action)).is_some() && HELP.contains(action), "{action}");
        }
        assert!(wish(typed("https://example.org/--refresh")).is_none());
    }
}
