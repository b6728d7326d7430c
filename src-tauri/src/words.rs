//! What the shell says by itself, in notices and in the tray. The UI has its own words.

use tauri::{AppHandle, Manager};

use crate::{
    settings::{self, Language},
    shell::Shell,
};

/// A language that the app speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spoken {
    English,
    French,
}

/// The language that the listener has chosen, else that of the system.
pub(crate) fn spoken(app: &AppHandle) -> Spoken {
    let chosen = settings::read(app, &app.state::<Shell>()).language;
    resolve(chosen, sys_locale::get_locale().as_deref())
}

/// The language of the system, where no settings can be read yet.
#[cfg(windows)]
pub(crate) fn of_the_system() -> Spoken {
    resolve(Language::System, sys_locale::get_locale().as_deref())
}

/// As the UI decides it.
fn resolve(chosen: Language, system: Option<&str>) -> Spoken {
    let is_french = match chosen {
        Language::Fr => true,
        Language::En => false,
        Language::System => {
            system.is_some_and(|locale| locale.to_ascii_lowercase().starts_with("fr"))
        }
    };
    if is_french { Spoken::French } else { Spoken::English }
}

/// Each word in English and in French. `{name}` is a value; a bar divides what is said of one
/// from what is said of several.
macro_rules! words {
    ($($word:ident: $english:literal, $french:literal;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Word {
            $($word),+
        }

        impl Word {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$word),+];

            const fn in_both(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$word => ($english, $french)),+
                }
            }
        }
    };
}

words! {
    Open: "Open", "Ouvrir";
    Listen: "Listen", "Écouter";
    TryAgain: "Try again", "Réessayer";
    SignIn: "Sign in", "Se connecter";
    AndMore: "and {count} more|and {count} more", "et {count} autre|et {count} autres";
    ShowAndCount: "{show} ({count})", "{show} ({count})";
    NewEpisodes:
        "{count} new episode|{count} new episodes",
        "{count} nouvel épisode|{count} nouveaux épisodes";
    DownloadsDone:
        "Download finished|{count} downloads finished",
        "Téléchargement terminé|{count} téléchargements terminés";
    DownloadsFailed:
        "A download failed|{count} downloads failed",
        "Un téléchargement a échoué|{count} téléchargements ont échoué";
    SignInAgain:
        "{server} asks you to sign in again",
        "{server} demande de vous reconnecter";
    SignInAgainWhy:
        "Until then, what you do here is kept and sent later.",
        "En attendant, ce que vous faites ici est gardé et sera envoyé plus tard.";
    Refused:
        "A change was refused|{count} changes were refused",
        "Une modification a été refusée|{count} modifications ont été refusées";
    RefusedBy:
        "By {server}. Nothing is lost: all of it is still on this computer.",
        "Par {server}. Rien n’est perdu\u{a0}: tout est encore sur cet ordinateur.";
    SleepTimerEnded:
        "The sleep timer has stopped playback",
        "Le minuteur de sommeil a arrêté la lecture";
    PlayOn: "Play on", "Continuer";
    SleepTimerOff:
        "Turn off the sleep timer: {count} minute left|Turn off the sleep timer: {count} minutes left",
        "Désactiver le minuteur de sommeil\u{a0}: {count} minute restante|Désactiver le minuteur de sommeil\u{a0}: {count} minutes restantes";
    SleepTimerOffAtEnd:
        "Turn off the sleep timer: end of the episode",
        "Désactiver le minuteur de sommeil\u{a0}: fin de l’épisode";
    OpenBalados: "Open Balados", "Ouvrir Balados";
    Quit: "Quit", "Quitter";
    Play: "Play", "Lire";
    Pause: "Pause", "Pause";
    Back: "Back 15 seconds", "Reculer de 15 secondes";
    Forward: "Forward 30 seconds", "Avancer de 30 secondes";
    CannotPlay: "Cannot be played: see why", "Lecture impossible\u{a0}: voir pourquoi";
    RefreshAll: "Refresh all", "Tout actualiser";
    Refreshing: "Refreshing: {done} of {total}", "Actualisation\u{a0}: {done} sur {total}";
    SyncNow: "Sync now", "Synchroniser maintenant";
    SyncConnecting: "Connecting to {server}", "Connexion à {server}";
    SyncExchanging: "Exchanging with {server}", "Échange avec {server}";
    SyncInStep: "In step with {server}", "À jour avec {server}";
    SyncWaiting:
        "{count} change waits for {server}|{count} changes wait for {server}",
        "{count} modification en attente pour {server}|{count} modifications en attente pour {server}";
    SyncRefused:
        "{count} change was refused by {server}|{count} changes were refused by {server}",
        "{count} modification refusée par {server}|{count} modifications refusées par {server}";
    SyncOffline: "{server} cannot be reached", "{server} est injoignable";
    SyncTroubled: "Out of step with {server}", "Plus à jour avec {server}";
    ImportFrom: "Import podcasts", "Importer des podcasts";
    ExportTo: "Export podcasts", "Exporter les podcasts";
    ListsOfPodcasts: "Lists of podcasts", "Listes de podcasts";
    StillRunning:
        "Balados is still running",
        "Balados continue en arrière-plan";
    StillRunningWhere:
        "Sound and refreshes go on. To quit, use the icon in the tray.",
        "Le son et les actualisations continuent. Pour quitter, passez par l’icône de la barre système.";
    NoWindow:
        "The window could not be opened",
        "La fenêtre n’a pas pu s’ouvrir";
    NoWindowNext:
        "Sound and refreshes go on. Click here to try again; the log of the app says why.",
        "Le son et les actualisations continuent. Cliquez ici pour réessayer\u{a0}; le journal de l’application dit pourquoi.";
    NoWebEngine:
        "WebKitGTK 4.1, which shows the pages, is missing or damaged. Install it, then click here. Sound and refreshes go on.",
        "WebKitGTK 4.1, qui affiche les pages, manque ou est abîmé. Installez-le, puis cliquez ici. Le son et les actualisations continuent.";
}

impl Word {
    pub(crate) fn say(self, spoken: Spoken) -> &'static str {
        let (english, french) = self.in_both();
        match spoken {
            Spoken::English => english,
            Spoken::French => french,
        }
    }

    /// The same, with the values that it shows.
    pub(crate) fn with(self, spoken: Spoken, values: &[(&str, &str)]) -> String {
        fill(self.say(spoken), values)
    }

    /// What is said of `count` things; shows it as `{count}`.
    pub(crate) fn count(self, spoken: Spoken, count: usize) -> String {
        // Nothing is singular in French only.
        let is_one = count == 1 || (count == 0 && spoken == Spoken::French);
        let forms = self.say(spoken);
        let (one, several) = forms.split_once('|').unwrap_or((forms, forms));
        fill(if is_one { one } else { several }, &[("count", &count.to_string())])
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<&str> {
        let mut found: Vec<_> =
            text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn both_languages_say_the_same_things() {
        for word in Word::ALL {
            let (english, french) = word.in_both();
            assert!(!english.trim().is_empty() && !french.trim().is_empty(), "{word:?}");
            assert_eq!(values(english), values(french), "{word:?}");
            assert_eq!(english.split('|').count(), french.split('|').count(), "{word:?}");
        }
    }

    #[test]
    fn they_are_set_as_their_language_sets_them() {
        for word in Word::ALL {
            let (english, french) = word.in_both();
            assert!(!english.contains('\'') && !french.contains('\''), "{word:?}");
            for mark in [':', ';', '!', '?', '»'] {
                let is_broken = |before: &str| !before.ends_with('\u{a0}');
                let mut parts = french.split(mark).collect::<Vec<_>>();
                parts.pop();
                assert!(!parts.into_iter().any(is_broken), "{word:?}: {mark}");
            }
        }
    }

    #[test]
    fn the_language_is_the_chosen_one_else_the_system_s() {
        assert_eq!(resolve(Language::En, Some("fr_FR.UTF-8")), Spoken::English);
        assert_eq!(resolve(Language::Fr, None), Spoken::French);
        assert_eq!(resolve(Language::System, Some("fr-CA")), Spoken::French);
        assert_eq!(resolve(Language::System, Some("de-DE")), Spoken::English);
        assert_eq!(resolve(Language::System, None), Spoken::English);
    }

    #[test]
    fn values_take_their_places_and_numbers_their_forms() {
        let values = [("show", "A"), ("count", "2")];
        assert_eq!(Word::ShowAndCount.with(Spoken::English, &values), "A (2)");
        let said = |spoken, count| Word::NewEpisodes.count(spoken, count);
        assert_eq!(said(Spoken::English, 1), "1 new episode");
        assert_eq!(said(Spoken::English, 0), "0 new episodes");
        assert_eq!(said(Spoken::French, 0), "0 nouvel épisode");
        assert_eq!(said(Spoken::French, 2), "2 nouveaux épisodes");
    }
}
