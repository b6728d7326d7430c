//! Titles as they are ordered and searched: without case and accents.
//!
//! Leading articles stay: which words are articles depends on a language that feeds often
//! give wrongly.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The text without case, accents and repeated white space; `Œuvre` becomes `oeuvre`.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
        .collect();
    let mut folded = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        word.chars().for_each(|c| push_letter(&mut folded, c));
    }
    folded
}

/// Letters that Unicode does not take apart but readers do.
fn push_letter(folded: &mut String, letter: char) {
    match letter {
        'œ' => folded.push_str("oe"),
        'æ' => folded.push_str("ae"),
        'ß' => folded.push_str("ss"),
        'þ' => folded.push_str("th"),
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'ı' => folded.push('i'),
        '’' | '‘' => folded.push('\''),
        other => folded.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_accents_and_ligatures_do_not_count() {
        for (title, folded) in [
            ("Émission", "emission"),
            ("  ÇA   va ", "ca va"),
            ("Œuvre", "oeuvre"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("L’Écho", "l'echo"),
            ("ﬁn", "fin"),
            ("日本", "日本"),
            ("", ""),
        ] {
            assert_eq!(fold(title), folded, "{title}");
        }
    }
}
