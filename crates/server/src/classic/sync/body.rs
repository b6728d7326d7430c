//! What clients send to `/sync`: the real server's shape and today's web app's (protocol.md, section 3.2 and appendix
//! A.1).

use balados_protocol::record::ListType;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::classic::{
    rule::{
        Moments, play,
        playlist::{Said, SaidItem},
        subscription,
    },
    wire::{Bad, Field, Positions, WireFeed, WireItem, read_position, read_time},
};

/// Most entries in one list of a request.
const MAX_ENTRIES: usize = 10_000;

/// Everything is optional; `{}` is a full download.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = SyncBody)]
pub(crate) struct Body {
    /// `sync_token` of the last answer. Without it, or when it is no time, everything is sent.
    #[schema(value_type = Option<String>)]
    pub(super) last_sync: Option<Value>,
    pub(super) changes: Option<Changes>,
    /// The web app's `changes.subscriptions`. Makes the answer one in the web app's shape.
    pub(super) subscriptions: Option<Vec<SubscriptionRow>>,
    /// The web app's `changes.plays`.
    pub(super) play_statuses: Option<Vec<PlayRow>>,
    /// Ignored: the web app's clock is not to be relied on.
    #[schema(value_type = Option<String>)]
    since: Option<Value>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct Changes {
    pub(super) subscriptions: Option<Vec<SubscriptionRow>>,
    pub(super) plays: Option<Vec<PlayRow>>,
    /// The same as `plays`, when there is none.
    play_statuses: Option<Vec<PlayRow>>,
    #[schema(value_type = Option<Vec<PlaylistRow>>)]
    playlists: Option<Value>,
    pub(super) likes: Option<Vec<LikeRow>>,
}

/// Which client asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Server,
    WebApp,
}

impl Body {
    pub(super) fn shape(&self) -> Shape {
        let is_servers = self.changes.is_some() || self.last_sync.is_some();
        let is_apps =
            self.subscriptions.is_some() || self.play_statuses.is_some() || self.since.is_some();
        if is_apps && !is_servers { Shape::WebApp } else { Shape::Server }
    }

    /// What the client changed, wherever it says so.
    pub(super) fn into_changes(self) -> Result<Changed, Bad> {
        let shape = self.shape();
        let mut changes = self.changes.unwrap_or_default();
        if shape == Shape::WebApp {
            changes.subscriptions = self.subscriptions;
            changes.plays = self.play_statuses;
        }
        changes.read()
    }
}

/// What a client changed, read.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) subscriptions: Vec<(WireFeed, subscription::Said)>,
    pub(super) plays: Vec<SaidPlay>,
    pub(super) playlists: Vec<Said>,
    pub(super) likes: Vec<SaidLike>,
}

#[derive(Debug)]
pub(super) struct SaidPlay {
    pub(super) feed: WireFeed,
    pub(super) item: WireItem,
    pub(super) said: play::Said,
    pub(super) reset: bool,
    /// As it was sent, fractions of a second and all.
    pub(super) updated_at: Option<String>,
}

#[derive(Debug)]
pub(super) struct SaidLike {
    pub(super) feed: WireFeed,
    pub(super) item: Option<WireItem>,
    pub(super) moments: Moments,
}

impl Changed {
    pub(super) fn is_empty(&self) -> bool {
        let Self { subscriptions, plays, playlists, likes } = self;
        subscriptions.is_empty() && plays.is_empty() && playlists.is_empty() && likes.is_empty()
    }
}

impl Changes {
    fn read(self) -> Result<Changed, Bad> {
        let playlists: Vec<PlaylistRow> = match self.playlists {
            Some(list @ Value::Array(_)) => {
                serde_json::from_value(list).map_err(|error| Bad(format!("playlists: {error}")))?
            }
            _ => Vec::new(),
        };
        Ok(Changed {
            subscriptions: each("subscriptions", self.subscriptions, SubscriptionRow::read)?,
            plays: each("plays", self.plays.or(self.play_statuses), PlayRow::read)?,
            playlists: each("playlists", Some(playlists), PlaylistRow::read)?
                .into_iter()
                .flatten()
                .collect(),
            likes: each("likes", self.likes, LikeRow::read)?.into_iter().flatten().collect(),
        })
    }
}

/// Reads a list; what is wrong says where.
fn each<R, T>(
    name: &str,
    rows: Option<Vec<R>>,
    read: impl Fn(R) -> Result<T, Bad>,
) -> Result<Vec<T>, Bad> {
    let rows = rows.unwrap_or_default();
    if rows.len() > MAX_ENTRIES {
        return Err(Bad(format!("{name} has more than {MAX_ENTRIES} entries")));
    }
    let read = |(at, row)| read(row).map_err(|Bad(why)| Bad(format!("{name}[{at}]: {why}")));
    rows.into_iter().enumerate().map(read).collect()
}

fn needed<T>(name: &str, value: Option<T>) -> Result<T, Bad> {
    value.ok_or_else(|| Bad(format!("{name} is missing")))
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SubscriptionRow {
    rss_source_feed: Option<String>,
    rss_source_id: Option<String>,
    #[schema(value_type = Option<String>)]
    subscribed_at: Option<Value>,
    #[schema(value_type = Option<String>)]
    unsubscribed_at: Option<Value>,
}

impl SubscriptionRow {
    fn read(self) -> Result<(WireFeed, subscription::Said), Bad> {
        let feed = WireFeed::read(&needed("rss_source_feed", self.rss_source_feed)?)?;
        let moments = Moments {
            since_ms: read_time("subscribed_at", self.subscribed_at.as_ref())?,
            until_ms: read_time("unsubscribed_at", self.unsubscribed_at.as_ref())?,
        };
        Ok((feed, subscription::Said { moments, source_id: self.rss_source_id, title: None }))
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PlayRow {
    rss_source_feed: Option<String>,
    rss_source_item: Option<String>,
    /// Seconds; fractions are cut off. 0 without it.
    #[schema(value_type = Option<f64>)]
    position: Option<Value>,
    played: Option<bool>,
    #[schema(value_type = Option<String>)]
    updated_at: Option<Value>,
    /// Started over: the position holds although it is not farther.
    reset: Option<bool>,
}

impl PlayRow {
    fn read(self) -> Result<SaidPlay, Bad> {
        let said = play::Said {
            seconds: read_position(self.position.as_ref(), Positions::Any)?.unwrap_or_default(),
            played: self.played.unwrap_or_default(),
            updated_ms: read_time("updated_at", self.updated_at.as_ref())?,
        };
        Ok(SaidPlay {
            feed: WireFeed::read(&needed("rss_source_feed", self.rss_source_feed)?)?,
            item: WireItem::read(&needed("rss_source_item", self.rss_source_item)?)?,
            said,
            reset: self.reset.unwrap_or_default(),
            updated_at: self.updated_at.and_then(|it| it.as_str().map(ToOwned::to_owned)),
        })
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct LikeRow {
    rss_source_feed: Option<String>,
    rss_source_item: Option<String>,
    #[schema(value_type = Option<String>)]
    liked_at: Option<Value>,
    #[schema(value_type = Option<String>)]
    unliked_at: Option<Value>,
}

impl LikeRow {
    /// Nothing without a feed, as in the real server.
    fn read(self) -> Result<Option<SaidLike>, Bad> {
        let Some(feed) = self.rss_source_feed else { return Ok(None) };
        let item = self.rss_source_item.filter(|it| !it.is_empty());
        let moments = Moments {
            since_ms: read_time("liked_at", self.liked_at.as_ref())?,
            until_ms: read_time("unliked_at", self.unliked_at.as_ref())?,
        };
        let item = item.map(|it| WireItem::read(&it)).transpose()?;
        Ok(Some(SaidLike { feed: WireFeed::read(&feed)?, item, moments }))
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PlaylistRow {
    /// A UUID. An entry without one is skipped.
    #[schema(value_type = Option<String>)]
    id: Option<Value>,
    name: Option<String>,
    /// Null takes it away, leaving it out does not.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    description: Field<String>,
    /// `playlist` or `queue`.
    r#type: Option<String>,
    is_public: Option<bool>,
    #[schema(value_type = Option<String>)]
    updated_at: Option<Value>,
    #[schema(value_type = Option<String>)]
    deleted_at: Option<Value>,
    items: Option<Vec<ItemRow>>,
}

impl PlaylistRow {
    fn read(self) -> Result<Option<Said>, Bad> {
        let id = self.id.and_then(|it| it.as_str().map(str::to_lowercase));
        let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(None) };
        let list_type = match self.r#type.as_deref() {
            None => None,
            Some("playlist") => Some(ListType::Playlist),
            Some("queue") => Some(ListType::Queue),
            Some(_) => return Err(Bad::new("type is neither playlist nor queue")),
        };
        let items = self.items.into_iter().flatten().enumerate();
        Ok(Some(Said {
            id,
            name: self.name,
            description: self.description,
            list_type,
            public: self.is_public,
            updated_ms: read_time("updated_at", self.updated_at.as_ref())?,
            deleted_ms: read_time("deleted_at", self.deleted_at.as_ref())?,
            items: items.map(|(at, item)| item.read(at)).collect::<Result<_, _>>()?,
        }))
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ItemRow {
    rss_source_feed: Option<String>,
    rss_source_item: Option<String>,
    item_title: Option<String>,
    feed_title: Option<String>,
    /// Its place in `items` without it.
    #[schema(value_type = Option<i64>)]
    position: Option<Value>,
}

impl ItemRow {
    fn read(self, at: usize) -> Result<SaidItem, Bad> {
        let position = read_position(self.position.as_ref(), Positions::Any)?;
        let position = position.map_or_else(|| u32::try_from(at), u32::try_from);
        Ok(SaidItem {
            feed: WireFeed::read(&needed("rss_source_feed", self.rss_source_feed)?)?,
            item: WireItem::read(&needed("rss_source_item", self.rss_source_item)?)?,
            item_title: self.item_title,
            feed_title: self.feed_title,
            position: position.unwrap_or(u32::MAX),
        })
    }
}
