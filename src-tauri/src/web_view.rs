//! What shows the pages on Windows is not part of every Windows: the installer brings it, and it can be taken away.

use crate::words::Spoken;

/// What to do where it is missing. Without it there is no page that could say so.
pub(crate) fn missing(spoken: Spoken) -> &'static str {
    match spoken {
        Spoken::English => {
            "Balados cannot start: Microsoft Edge WebView2, which shows its pages, is missing. Install it from \
             https://developer.microsoft.com/microsoft-edge/webview2, then start Balados again."
        }
        Spoken::French => {
            "Balados ne peut pas démarrer\u{a0}: il manque Microsoft Edge WebView2, qui affiche ses pages. Installez-le depuis \
             https://developer.microsoft.com/microsoft-edge/webview2, puis relancez Balados."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_where_it_is_found() {
        for spoken in [Spoken::English, Spoken::French] {
            assert!(missing(spoken).contains("microsoft.com/microsoft-edge/webview2,"));
        }
    }
}
