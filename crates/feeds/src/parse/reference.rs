//! Entity and character references, read as browsers read them. Never recursive: a reference
//! gives at most two characters, and a document's own entities stay as they are written.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use web_atoms::NAMED_ENTITIES;

/// The longest name of an HTML entity.
const LONGEST_NAME: usize = 33;

/// What stands between `&` and `;`; nothing when it is not known.
pub(super) fn resolve(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return named(name);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let code = code.ok()?;
    match u8::try_from(code) {
        // Numbers that mean what they mean on Windows.
        Ok(byte @ 0x80..=0x9f) => {
            Some(WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned().into())
        }
        _ => Some(match char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace()) {
            Some(c) => c.to_string().into(),
            None => "".into(),
        }),
    }
}

/// HTML's own table. The one of quick-xml 0.42 has wrong characters for Greek and others.
fn named(name: &str) -> Option<Cow<'static, str>> {
    let (first, second) = *NAMED_ENTITIES.get(&*format!("{name};"))?;
    // Names are also listed cut short, as keys to nothing.
    let value: String =
        [first, second].into_iter().filter(|code| *code != 0).filter_map(char::from_u32).collect();
    (!value.is_empty()).then(|| value.into())
}

/// Resolves the references in a text, leaving what is none.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return text.into() };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let end = after.bytes().take(LONGEST_NAME).position(|byte| byte == b';');
        let resolved = end.and_then(|end| Some((resolve(after.get(..end)?)?, end)));
        if let Some((value, end)) = resolved {
            out.push_str(&value);
            rest = &after[end + 1..];
        } else {
            out.push('&');
            rest = after;
        }
        let next = rest.find('&').unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn known_references_are_resolved_and_others_stay() {
        assert_eq!(unescape("caf&eacute; &amp; &#8364;&#x20AC; &#146;"), "café & €€ ’");
        assert_eq!(unescape("&alpha;&fnof;&Yuml;&NotEqualTilde;"), "αƒŸ≂̸");
        assert_eq!(unescape("a & b &c; &&amp;&"), "a & b &c; &&&");
        assert_eq!(unescape("x&#0;&#xD800;&#99999999999;y"), "x&#99999999999;y");
        assert_eq!(unescape("/a?b=1&copy=2&é;"), "/a?b=1&copy=2&é;");
    }
}
