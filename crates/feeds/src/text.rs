//! Plain text for lists and titles.

/// One line without control characters and doubled white space, at most `limit` characters,
/// cut at a word with an ellipsis.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    let mut words =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty());
    for word in &mut words {
        let gap = usize::from(length > 0);
        let room = limit.saturating_sub(length + gap);
        let count = word.chars().take(room.saturating_add(1)).count();
        if count > room {
            // Never nothing: a first word that is too long is cut inside.
            if length == 0 {
                line.extend(word.chars().take(limit.saturating_sub(1)));
            }
            return ellipsis(line, limit);
        }
        if gap == 1 {
            line.push(' ');
        }
        line.push_str(word);
        length += gap + count;
    }
    line
}

fn ellipsis(mut line: String, limit: usize) -> String {
    if line.chars().count() >= limit {
        line.pop();
    }
    line.truncate(line.trim_end_matches([' ', ',', ';', ':', '.', '-', '–', '—']).len());
    line.push('…');
    line
}
