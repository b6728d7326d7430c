//! What listeners do that counts, and how much (protocol.md, section 3.15). Saving an episode likes it.

/// Something that a listener did with a feed or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Act {
    Subscribe,
    Play,
    Like,
    Share,
}

impl Act {
    const ALL: [Self; 4] = [Self::Subscribe, Self::Play, Self::Like, Self::Share];

    /// As it is kept and shown.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Subscribe => "subscribe",
            Self::Play => "play",
            Self::Like => "like",
            Self::Share => "share",
        }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }

    /// For the feed, and for the item if there is one.
    pub(super) fn points(self) -> f64 {
        match self {
            Self::Subscribe => 10.0,
            Self::Play => 5.0,
            Self::Like => 7.0,
            Self::Share => 2.0,
        }
    }
}
