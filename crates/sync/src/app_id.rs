//! The name by which a server knows one installation of this app (protocol.md, section 2.2).

use std::fmt;

use uuid::Uuid;

const PREFIX: &str = "org.balados.desktop.";

/// `org.balados.desktop.` and 16 random hexadecimal digits: two listeners of one server may not share it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AppId(String);

impl AppId {
    pub fn random() -> Self {
        let digits = Uuid::new_v4().simple().to_string();
        // Of a random UUID's digits, the 13th and 17th are not quite random.
        Self(format!("{PREFIX}{}{}", &digits[..8], &digits[24..]))
    }

    /// As it was kept.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(PREFIX)?;
        let is_hex = digits.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
        (digits.len() == 16 && is_hex).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::AppId;

    #[test]
    fn each_is_another_and_can_be_read_again() {
        let (one, other) = (AppId::random(), AppId::random());
        assert_ne!(one, other);
        assert_eq!(AppId::read(one.as_str()), Some(one));
        assert_eq!(AppId::read("org.balados.desktop.3f6c0b1e"), None);
        assert_eq!(AppId::read("org.example.player.3f6c0b1e3f6c0b1e"), None);
    }
}
