//! `record_play` (protocol.md, section 4.2).
//!
//! An empty id or a position beyond 2,147,483,647 stops the real server for everybody (appendix C): neither can be said here.

use balados_protocol::{FeedId, ItemId};
use serde_json::json;

use super::Opid;

/// Farthest position, in seconds.
const FARTHEST: u64 = i32::MAX as u64;

/// A place in an episode, in whole seconds, that every server can store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(u64);

impl Position {
    /// Cut to whole seconds; what is before the beginning or beyond every episode is at its edge.
    pub fn of_ms(ms: i64) -> Self {
        Self(u64::try_from(ms / 1_000).unwrap_or_default().min(FARTHEST))
    }

    pub fn seconds(self) -> u64 {
        self.0
    }
}

/// Where the listener is. An id is never empty: reading one refuses that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    pub feed: FeedId,
    pub item: ItemId,
    pub position: Position,
    pub played: bool,
}

impl Play {
    pub(super) fn text(&self, opid: Opid) -> String {
        json!({"type": "record_play", "opid": opid.0, "feed": self.feed.as_str(),
            "item": self.item.as_str(), "position": self.position.0, "played": self.played})
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use balados_protocol::{FeedId, ItemId};
    use serde_json::{Value, json};

    use super::{Opid, Play, Position};

    #[test]
    fn every_position_can_be_stored() {
        for (ms, seconds) in [
            (0, 0),
            (999, 0),
            (12_500, 12),
            (-1, 0),
            (i64::MIN, 0),
            (2_147_483_647_999, 2_147_483_647),
            (2_147_483_648_000, 2_147_483_647),
            (i64::MAX, 2_147_483_647),
        ] {
            assert_eq!(Position::of_ms(ms).seconds(), seconds, "{ms}");
        }
    }

    #[test]
    fn ids_are_never_empty() {
        assert!(FeedId::read("").is_err() && FeedId::read("  ").is_err());
        assert!(ItemId::read("").is_err() && ItemId::read("====").is_err());
    }

    #[test]
    fn a_play_is_said_in_integers() {
        let feed = FeedId::read("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA").unwrap();
        let item = ItemId::read("ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz").unwrap();
        let play = Play { feed, item, position: Position::of_ms(120_700), played: false };
        let said: Value = serde_json::from_str(&play.text(Opid(17))).unwrap();
        assert_eq!(said["position"], json!(120));
        assert_eq!((&said["type"], &said["opid"]), (&json!("record_play"), &json!(17)));
    }
}
