//! Takes what a client changed, in one transaction: one bad entry refuses the whole request, as in the real server.

use std::collections::HashMap;

use balados_protocol::{
    Record, RecordKey, Stamp,
    record::{Like, Listening, PlaylistItem},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{Changed, SaidLike, SaidPlay};
use crate::{
    classic::{
        rule::{
            like::{self, Liked},
            play,
            playlist::Said,
            subscription,
        },
        wire::{Bad, WireFeed, incoming, write_time},
    },
    error::Result,
    http::ApiResult,
    store::{Edit, Incoming, Stored},
};

/// A place that two devices see differently, in the shape of the real server, and which item it is about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Conflict {
    r#type: &'static str,
    local: Local,
    remote: Remote,
    resolution: &'static str,
    reason: &'static str,
    rss_source_feed: String,
    rss_source_item: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct Local {
    position: u64,
    played: bool,
    updated_at: Option<String>,
    reset: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct Remote {
    position: u64,
    played: bool,
    updated_at: String,
}

type Known = HashMap<RecordKey, Stored>;

pub(super) async fn take(edit: &mut Edit, changed: Changed) -> ApiResult<Vec<Conflict>> {
    let now = Stamp(edit.now_ms());
    let known = edit.load_many(&keys(&changed)).await?;
    let mut all = Vec::new();
    for (feed, said) in changed.subscriptions {
        all.extend(subscription_of(&known, &feed, said, now)?);
    }
    let mut conflicts = Vec::new();
    for said in changed.plays {
        let stored = known.get(&RecordKey::listening(&said.feed.id, &said.item.id));
        conflicts.extend(stored.and_then(|stored| conflict(stored, &said)));
        all.extend(listening_of(stored, &said, now)?);
    }
    for said in changed.likes {
        all.extend(like_of(&known, &said, now)?);
    }
    for said in changed.playlists {
        all.extend(playlist_of(edit, &known, &said, now).await?);
    }
    edit.merge_all(all).await?;
    Ok(conflicts)
}

fn keys(changed: &Changed) -> Vec<RecordKey> {
    let Changed { subscriptions, plays, playlists, likes } = changed;
    let subscriptions = subscriptions.iter().map(|(feed, _)| RecordKey::subscription(&feed.id));
    let plays = plays.iter().map(|it| RecordKey::listening(&it.feed.id, &it.item.id));
    let playlists = playlists.iter().map(|it| RecordKey::playlist(&it.id));
    let likes =
        likes.iter().map(|it| RecordKey::like(&it.feed.id, it.item.as_ref().map(|it| &it.id)));
    subscriptions.chain(plays).chain(playlists).chain(likes).collect()
}

fn subscription_of(
    known: &Known,
    feed: &WireFeed,
    said: subscription::Said,
    now: Stamp,
) -> Result<Option<Incoming>, Bad> {
    let stored = known.get(&RecordKey::subscription(&feed.id)).and_then(Stored::subscription);
    subscription::reported(stored, feed.id.clone(), said, now)
        .map(|it| incoming(Record::Subscription(it), feed, None))
        .transpose()
}

fn listening_of(
    stored: Option<&Stored>,
    said: &SaidPlay,
    now: Stamp,
) -> Result<Option<Incoming>, Bad> {
    let stored = stored.and_then(Stored::listening);
    let heard = if said.reset {
        play::reset(stored, said.said, now)
    } else {
        play::reported(stored, said.said, now)
    };
    let record = |(progress, at)| {
        let (feed, item) = (said.feed.id.clone(), said.item.id.clone());
        Record::Listening(Listening { feed, item, progress, at })
    };
    heard.map(|heard| incoming(record(heard), &said.feed, Some(&said.item))).transpose()
}

fn like_of(known: &Known, said: &SaidLike, now: Stamp) -> Result<Option<Incoming>, Bad> {
    let what =
        Liked { feed: said.feed.id.clone(), item: said.item.as_ref().map(|it| it.id.clone()) };
    let stored: Option<&Like> =
        known.get(&RecordKey::like(&what.feed, what.item.as_ref())).and_then(Stored::like);
    like::reported(stored, what, said.moments, now)
        .map(|it| incoming(Record::Like(it), &said.feed, said.item.as_ref()))
        .transpose()
}

async fn playlist_of(
    edit: &mut Edit,
    known: &Known,
    said: &Said,
    now: Stamp,
) -> ApiResult<Vec<Incoming>> {
    let stored = known.get(&RecordKey::playlist(&said.id)).and_then(Stored::playlist);
    if !said.is_news(stored, now) {
        return Ok(Vec::new());
    }
    if stored.is_none() && said.name.is_none() {
        return Err(Bad::new("a new playlist needs a name").into());
    }
    let list = Record::Playlist(said.list(stored, now));
    list.check().map_err(|invalid| Bad(invalid.to_string()))?;
    let mut all = vec![Incoming::from(list)];
    for (entry, sent) in said.entries(now) {
        all.push(incoming(Record::PlaylistItem(entry), &sent.feed, Some(&sent.item))?);
    }
    let entries = edit.entries(&said.id).await?;
    let entries: Vec<PlaylistItem> =
        entries.iter().filter_map(Stored::playlist_item).cloned().collect();
    let removed = said.removals(&entries, now);
    all.extend(removed.into_iter().map(|it| Incoming::from(Record::PlaylistItem(it))));
    Ok(all)
}

fn conflict(stored: &Stored, said: &SaidPlay) -> Option<Conflict> {
    let known = stored.listening()?;
    let (resolution, reason) = play::conflict(known, said.said, said.reset)?;
    Some(Conflict {
        r#type: "play_position",
        local: Local {
            position: said.said.seconds,
            played: said.said.played,
            updated_at: said.updated_at.clone(),
            reset: said.reset,
        },
        remote: Remote {
            position: known.progress.position_ms / 1_000,
            played: known.progress.played,
            updated_at: write_time(stored.changed_ms),
        },
        resolution,
        reason,
        rss_source_feed: said.feed.sent.clone(),
        rss_source_item: said.item.sent.clone(),
    })
}
