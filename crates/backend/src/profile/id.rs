use std::{fmt, str::FromStr};

use balados_protocol::ErrorClass;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;

/// The profile that every installation begins with.
const FIRST: &str = "local";
/// Longest id, in characters.
const MAX: usize = 40;

/// Names the folder of a profile. It is part of a path, so it has small letters, digits and dashes only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProfileId(String);

impl ProfileId {
    pub(crate) fn first() -> Self {
        Self(FIRST.to_owned())
    }

    pub(super) fn random() -> Self {
        Self(Uuid::new_v4().to_string())
    }

    pub(super) fn is_first(&self) -> bool {
        self.0 == FIRST
    }
}

impl FromStr for ProfileId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for ProfileId {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        let is_plain = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if (1..=MAX).contains(&text.len()) && text.bytes().all(is_plain) {
            return Ok(Self(text));
        }
        Err(unknown(&text))
    }
}

impl From<ProfileId> for String {
    fn from(id: ProfileId) -> Self {
        id.0
    }
}

impl fmt::Display for ProfileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn unknown(what: &str) -> Error {
    Error::new("profile-unknown", ErrorClass::Permanent, "there is no such account here")
        .with("name", what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_never_leads_out_of_the_folder() {
        for wrong in ["", ".", "..", "a/b", "a\\b", "/etc", "Local", "é", &"a".repeat(41)] {
            assert!(wrong.parse::<ProfileId>().is_err(), "{wrong}");
        }
        let random = ProfileId::random();
        assert_eq!(random.to_string().parse::<ProfileId>().unwrap(), random);
    }
}
