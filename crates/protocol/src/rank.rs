//! A place in a list that others can be put before, after and between, without renumbering.

use std::fmt;

use fractional_index::FractionalIndex;
use serde::{Deserialize, Serialize};

/// Longest rank that is accepted, in characters. Halving one gap a thousand times stays below it.
pub const MAX_RANK: usize = 512;

/// A fractional index in hexadecimal: ranks order as their texts do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rank(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a rank")]
pub struct RankError;

impl Rank {
    pub fn read(text: &str) -> Result<Self, RankError> {
        // The library panics on what is not ASCII, and one rank has one spelling.
        let is_hex = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if text.is_empty() || text.len() > MAX_RANK || !text.len().is_multiple_of(2) || !is_hex {
            return Err(RankError);
        }
        FractionalIndex::from_string(text).map(|index| Self::of(&index)).map_err(|_| RankError)
    }

    /// The only one in a list.
    #[must_use]
    pub fn first() -> Self {
        Self::of(&FractionalIndex::default())
    }

    /// Between two neighbours; `None` is an end of the list. Nothing when they are not in order.
    pub fn between(before: Option<&Self>, after: Option<&Self>) -> Option<Self> {
        // The library looks for a gap below each byte that both begin with, also below zero.
        let shared = match (before, after) {
            (Some(before), Some(after)) if before >= after => return None,
            (Some(before), Some(after)) => before.shared_with(after),
            _ => 0,
        };
        let index = |rank: &Self| FractionalIndex::from_string(&rank.0[shared..]).ok();
        let (before_index, after_index) = (before.and_then(index), after.and_then(index));
        let between = FractionalIndex::new(before_index.as_ref(), after_index.as_ref())?;
        let begin = before.map_or("", |rank| &rank.0[..shared]);
        Some(Self(begin.to_owned() + &between.to_string()))
    }

    /// How many characters both begin with, in whole bytes, less the byte that ends each of them.
    fn shared_with(&self, other: &Self) -> usize {
        let (one, two) = (self.0.as_bytes(), other.0.as_bytes());
        let most = one.len().min(two.len()).saturating_sub(2) / 2;
        let bytes = one.chunks(2).zip(two.chunks(2)).take(most);
        2 * bytes.take_while(|(one, two)| one == two).count()
    }

    /// The rank of entry `index` of a list that is numbered, so that a client that sends numbers
    /// and one that sends ranks can share it. Ordered as the numbers are.
    #[must_use]
    pub fn numbered(index: u32) -> Self {
        let mut bytes = index.to_be_bytes().to_vec();
        // The byte that ends every index of the library.
        bytes.push(0x80);
        FractionalIndex::from_bytes(bytes).map_or_else(|_| Self::first(), |index| Self::of(&index))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(index: &FractionalIndex) -> Self {
        Self(index.to_string())
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Rank {
    type Error = RankError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text)
    }
}

impl From<Rank> for String {
    fn from(rank: Rank) -> Self {
        rank.0
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Rank {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^([0-9a-f]{2})*80$"))
            .max_length(Some(MAX_RANK))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Rank {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ends_have_room() {
        let middle = Rank::first();
        let before = Rank::between(None, Some(&middle)).unwrap();
        let after = Rank::between(Some(&middle), None).unwrap();
        assert!(before < middle && middle < after);
        assert_eq!(Rank::between(Some(&after), Some(&before)), None);
    }

    proptest! {
        #[test]
        fn text_orders_as_inserted(places in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut list: Vec<Rank> = Vec::new();
            for place in places {
                let at = place.index(list.len() + 1);
                let before = at.checked_sub(1).and_then(|i| list.get(i));
                let rank = Rank::between(before, list.get(at)).unwrap();
                list.insert(at, rank);
            }
            prop_assert!(list.windows(2).all(|pair| pair[0] < pair[1] && pair[0].as_str() < pair[1].as_str()));
        }

        #[test]
        fn numbers_keep_their_order(a: u32, b: u32) {
            prop_assert_eq!(a.cmp(&b), Rank::numbered(a).cmp(&Rank::numbered(b)));
        }

        #[test]
        fn there_is_room_between_any_two(
            one in "(00|01|7f|80|ff){0,6}80",
            two in "(00|01|7f|80|ff){0,6}80",
        ) {
            let (one, two) = (Rank::read(&one).unwrap(), Rank::read(&two).unwrap());
            let (low, high) = if one < two { (one, two) } else { (two, one) };
            if low < high {
                let between = Rank::between(Some(&low), Some(&high)).unwrap();
                prop_assert!(low < between && between < high, "{between}");
                prop_assert_eq!(Rank::read(between.as_str()), Ok(between));
            }
            prop_assert_eq!(Rank::between(Some(&high), Some(&low)), None);
        }

        #[test]
        fn any_text_is_read_or_refused(text in prop_oneof![".{0,40}", "([0-9a-f]{2}){0,20}80"]) {
            if let Ok(rank) = Rank::read(&text) {
                prop_assert!(Rank::between(Some(&rank), None).unwrap() > rank);
            }
        }
    }
}
