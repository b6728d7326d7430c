//! Playlists and queues as `/sync` answers them (protocol.md, section 3.2).

use std::collections::{BTreeMap, HashMap};

use balados_protocol::{
    Kind, RecordKey,
    record::{ListType, Playlist},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Since;
use crate::{
    App,
    classic::wire::{Field, row_id, write_time},
    error::Result,
    store::{AccountId, Stored, of_kind, of_list, user_of},
};

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaylistAnswer {
    id: String,
    name: Option<String>,
    description: Option<String>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_public: Option<bool>,
    #[serde(skip_serializing_if = "Field::is_left_out")]
    #[schema(value_type = Option<String>)]
    deleted_at: Field<String>,
    updated_at: String,
    items: Vec<ItemAnswer>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ItemAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    rss_source_feed: String,
    rss_source_item: String,
    item_title: Option<String>,
    feed_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
}

/// The lists that changed, or that have an entry that changed, with all that is in them.
pub(super) async fn playlists(
    app: &App,
    account: AccountId,
    since: Since,
) -> Result<Vec<PlaylistAnswer>> {
    let lists = of_kind(app, account, Kind::Playlist, 0).await?;
    if lists.is_empty() {
        return Ok(Vec::new());
    }
    let user = user_of(app, account).await?;
    let mut entries = by_list(of_kind(app, account, Kind::PlaylistItem, since.ms()).await?);
    let mut all = Vec::new();
    for stored in &lists {
        let Some(list) = stored.playlist() else { continue };
        let changed = entries.remove(&list.id);
        let is_wanted = match since {
            Since::Ever => !stored.record.is_gone(),
            Since::Ms(ms) => stored.changed_ms >= ms || changed.is_some(),
        };
        if is_wanted {
            let entries = match since {
                Since::Ever => changed.unwrap_or_default(),
                Since::Ms(_) => of_list(app, account, &list.id).await?,
            };
            all.push(answer(stored, list, &entries, since, &user));
        }
    }
    Ok(all)
}

fn by_list(entries: Vec<Stored>) -> HashMap<String, Vec<Stored>> {
    let mut all: HashMap<String, Vec<Stored>> = HashMap::new();
    for entry in entries {
        if let Some(list) = entry.record.list() {
            all.entry(list.to_owned()).or_default().push(entry);
        }
    }
    all
}

fn answer(
    stored: &Stored,
    list: &Playlist,
    entries: &[Stored],
    since: Since,
    user: &str,
) -> PlaylistAnswer {
    let is_delta = since != Since::Ever;
    let changed_ms = entries.iter().map(|it| it.changed_ms).max();
    let deleted = stored.record.is_gone();
    PlaylistAnswer {
        id: list.id.clone(),
        name: list.name.as_ref().map(|it| it.value.clone()),
        description: list.description.as_ref().and_then(|it| it.value.clone()),
        r#type: match list.list_type.as_ref().map(|it| it.value) {
            Some(ListType::Queue) => "queue",
            _ => "playlist",
        },
        is_public: is_delta.then(|| list.public.as_ref().is_some_and(|it| it.value)),
        deleted_at: Field::said_if(is_delta, deleted.then(|| write_time(stored.changed_ms))),
        updated_at: write_time(changed_ms.unwrap_or_default().max(stored.changed_ms)),
        items: if deleted { Vec::new() } else { items(entries, is_delta, user) },
    }
}

/// What is in a list, in its order.
fn items(entries: &[Stored], is_delta: bool, user: &str) -> Vec<ItemAnswer> {
    let mut ordered: BTreeMap<(&str, RecordKey), &Stored> = BTreeMap::new();
    for stored in entries {
        if let Some(it) = stored.playlist_item().filter(|it| it.is_present()) {
            let rank = it.rank.as_ref().map_or("", |rank| rank.value.as_str());
            ordered.insert((rank, stored.record.key()), stored);
        }
    }
    ordered.values().enumerate().filter_map(|(at, it)| item(it, at, is_delta, user)).collect()
}

fn item(stored: &Stored, at: usize, is_delta: bool, user: &str) -> Option<ItemAnswer> {
    let it = stored.playlist_item()?;
    it.feed.open()?;
    it.item.open()?;
    Some(ItemAnswer {
        id: (!is_delta).then(|| row_id(user, stored)),
        rss_source_feed: stored.wire_feed()?.to_owned(),
        rss_source_item: stored.wire_item()?.to_owned(),
        item_title: it.item_title.as_ref().map(|title| title.value.clone()),
        feed_title: it.feed_title.as_ref().map(|title| title.value.clone()),
        position: is_delta.then_some(at),
        created_at: (!is_delta).then(|| write_time(stored.created_ms)),
    })
}
