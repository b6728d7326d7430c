//! The page that the browser shows at the end.

/// In which language the listener is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    French,
    English,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Said {
    SignedIn,
    Denied,
    /// Nothing that was said was asked for.
    NotAsked,
}

const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1.5rem;\
color-scheme:light dark}";

impl Said {
    pub(super) fn page(self, language: Language) -> String {
        let (title, text) = self.words(language);
        let code = match language {
            Language::French => "fr",
            Language::English => "en",
        };
        format!(
            "<!doctype html><html lang=\"{code}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{title} – Balados</title>\
             <style>{STYLE}</style></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>\n"
        )
    }

    fn words(self, language: Language) -> (&'static str, &'static str) {
        use Language::{English, French};
        match (self, language) {
            (Self::SignedIn, French) => {
                ("Connexion réussie", "Vous pouvez fermer cette page et revenir à Balados.")
            }
            (Self::SignedIn, English) => {
                ("You are signed in", "You can close this page and go back to Balados.")
            }
            (Self::Denied, French) => (
                "Connexion refusée",
                "Balados n’a pas reçu l’accès à votre compte. Vous pouvez fermer cette page.",
            ),
            (Self::Denied, English) => (
                "Access was refused",
                "Balados was not given access to your account. You can close this page.",
            ),
            (Self::NotAsked, French) => (
                "Rien à voir ici",
                "Cette réponse ne correspond pas à la demande en cours de Balados.",
            ),
            (Self::NotAsked, English) => {
                ("Nothing to see here", "This does not answer what Balados is asking.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Said};

    #[test]
    fn both_languages_are_whole_pages() {
        for said in [Said::SignedIn, Said::Denied, Said::NotAsked] {
            let (french, english) = (said.page(Language::French), said.page(Language::English));
            assert!(french.contains("lang=\"fr\"") && english.contains("lang=\"en\""));
            assert!(
                [&french, &english].iter().all(|page| page.ends_with("</main></body></html>\n"))
            );
            assert_ne!(french, english);
        }
    }
}
