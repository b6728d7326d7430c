//! Who may see what the listener does: a level for everything, and others for some podcasts.

use axum::{extract::State, http::StatusCode, response::Response};
use balados_protocol::{
    FeedRef, Kind, Record, RecordKey, Register, Stamp,
    record::{Level, Privacy},
};

use super::{
    form::Fields,
    visitor::{Frame, Member},
    words::Words,
};
use crate::{
    App,
    clock::now_ms,
    discovery::in_short,
    feeds::info,
    http::{ApiError, ApiResult},
    store::{AccountId, Edit, of_kind},
};

#[derive(askama::Template)]
#[template(path = "privacy.html")]
struct Page {
    frame: Frame,
    saved: bool,
    everything: Vec<Choice>,
    feeds: Vec<Feed>,
}

/// A level that can be chosen.
struct Choice {
    value: &'static str,
    label: &'static str,
    hint: &'static str,
    is_chosen: bool,
}

struct Feed {
    id: String,
    title: String,
    choices: Vec<Choice>,
}

/// Going back to what holds for everything.
const INHERITED: &str = "";

pub(super) async fn show(State(app): State<App>, member: Member) -> ApiResult<Response> {
    page(&app, &member, false).await
}

async fn page(app: &App, member: &Member, saved: bool) -> ApiResult<Response> {
    let (account, w) = (member.session.account, member.visitor.words);
    let levels = levels(app, account).await?;
    let of = |feed: Option<&FeedRef>| {
        levels.iter().find(|(of, _)| of.as_ref() == feed).map(|(_, level)| *level)
    };
    let mut feeds = Vec::new();
    for (feed, title) in feeds_of(app, account, &levels).await? {
        feeds.push(Feed {
            id: feed.to_string(),
            title,
            choices: choices(w, of(Some(&feed)), true),
        });
    }
    // Without a choice, the protocol's level holds.
    let everything = choices(w, Some(of(None).unwrap_or(Level::Public)), false);
    let page = Page { frame: member.visitor.frame(w.privacy), saved, everything, feeds };
    member.visitor.page(StatusCode::OK, &page)
}

fn choices(w: &Words, chosen: Option<Level>, may_inherit: bool) -> Vec<Choice> {
    let choice =
        |value, label, hint, level| Choice { value, label, hint, is_chosen: chosen == level };
    let mut all = vec![
        choice("public", w.level_public, w.level_public_hint, Some(Level::Public)),
        choice("anonymous", w.level_anonymous, w.level_anonymous_hint, Some(Level::Anonymous)),
        choice("private", w.level_private, w.level_private_hint, Some(Level::Private)),
    ];
    if may_inherit {
        all.insert(0, choice(INHERITED, w.level_inherited, "", None));
    }
    all
}

/// The levels of everything and of feeds. Those of single episodes are set where episodes are shown: in the apps.
async fn levels(app: &App, account: AccountId) -> ApiResult<Vec<(Option<FeedRef>, Level)>> {
    let stored = of_kind(app, account, Kind::Privacy, 0).await?;
    let levels = stored.into_iter().filter_map(|it| match it.record {
        Record::Privacy(Privacy { feed, item: None, level }) => Some((feed, level.value?)),
        _ => None,
    });
    Ok(levels.collect())
}

/// Whether the listener has said who may see what they do, or the protocol's level holds.
pub(super) async fn has_chosen(app: &App, account: AccountId) -> ApiResult<bool> {
    Ok(levels(app, account).await?.iter().any(|(feed, _)| feed.is_none()))
}

/// What the listener follows or has chosen a level for, by title. Sealed feeds are never shown to anybody.
async fn feeds_of(
    app: &App,
    account: AccountId,
    levels: &[(Option<FeedRef>, Level)],
) -> ApiResult<Vec<(FeedRef, String)>> {
    let mut feeds: Vec<(FeedRef, Option<String>)> = Vec::new();
    for it in of_kind(app, account, Kind::Subscription, 0).await? {
        if let Record::Subscription(it) = it.record
            && it.is_active()
        {
            feeds.push((it.feed, it.title.map(|title| title.value)));
        }
    }
    for feed in levels.iter().filter_map(|(feed, _)| feed.as_ref()) {
        if !feeds.iter().any(|(known, _)| known == feed) {
            feeds.push((feed.clone(), None));
        }
    }
    let mut named = Vec::with_capacity(feeds.len());
    for (feed, title) in feeds {
        let Some(address) = feed.open().and_then(|id| id.address().ok()) else { continue };
        let title = match title.filter(|it| !it.trim().is_empty()) {
            Some(title) => Some(title),
            None => info::lookup(app, feed.as_str(), None).await?.and_then(|it| it.title),
        };
        named.push((feed, title.unwrap_or_else(|| in_short(&address))));
    }
    named.sort_by_cached_key(|(_, title)| title.to_lowercase());
    Ok(named)
}

/// One form for everything, and one for each feed.
pub(super) async fn choose(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    let bad = || ApiError::BadRequest("No such feed or level".to_owned());
    let feed = match form.text("feed") {
        "" => None,
        id => Some(FeedRef::read(id).map_err(|_| bad())?),
    };
    let level = match form.text("level") {
        "public" => Some(Level::Public),
        "anonymous" => Some(Level::Anonymous),
        "private" => Some(Level::Private),
        INHERITED if feed.is_some() => None,
        _ => return Err(bad()),
    };
    set(&app, member.session.account, feed, level).await?;
    page(&app, &member, true).await
}

/// The choice reaches the listener's devices as any other change does.
pub(super) async fn set(
    app: &App,
    account: AccountId,
    feed: Option<FeedRef>,
    level: Option<Level>,
) -> ApiResult<()> {
    let mut edit = Edit::begin(app, account, None, now_ms()).await?;
    let known = edit.load(&RecordKey::privacy(feed.as_ref(), None)).await?;
    // Later than any choice before, whatever the clock of the device that made it.
    let before = known.map_or(Stamp(0), |it| it.record.newest());
    let level = Register { value: level, at: Stamp::next(before, edit.now_ms()) };
    edit.merge(Record::Privacy(Privacy { feed, item: None, level })).await?;
    edit.commit().await?;
    Ok(())
}
