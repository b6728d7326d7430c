//! How popular feeds and items are, as it is read.

use sqlx::{AssertSqlSafe, Row as _, any::AnyRow};

use super::{act::Act, note::DAY_MS, rank::Rank};
use crate::{
    App,
    error::Result,
    feeds::info::{self, Info},
};

/// Most listeners that are named.
const NAMED: usize = 10;
/// Among so many of the last acts with a feed, however many there were.
const LOOKED_AT: i64 = 500;

/// A feed, or an item of it, that somebody shows.
#[derive(Debug)]
pub(crate) struct Popularity {
    pub(super) feed: String,
    /// Empty for a feed.
    pub(super) item: String,
    pub(super) score: i64,
    pub(super) score_previous: i64,
    pub(super) plays: i64,
    pub(super) plays_previous: i64,
    pub(super) plays_people: Vec<String>,
    pub(super) likes: i64,
    pub(super) likes_previous: i64,
    pub(super) likes_people: Vec<String>,
    pub(super) subscribers: i64,
    pub(super) created_ms: i64,
    pub(super) updated_ms: i64,
    pub(super) info: Info,
}

/// Which ones.
#[derive(Debug)]
pub(super) enum Which<'a> {
    Feeds,
    Items,
    ItemsOf(&'a str),
    Feed(&'a str),
    /// In whichever feed it is most popular.
    Item(&'a str),
}

impl Which<'_> {
    fn condition(&self) -> &'static str {
        match self {
            Self::Feeds => "s.item = '' and $1 = ''",
            Self::Items => "s.item <> '' and $1 = ''",
            Self::ItemsOf(_) => "s.item <> '' and s.feed = $1",
            Self::Feed(_) => "s.item = '' and s.feed = $1",
            Self::Item(_) => "s.item = $1",
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Feeds | Self::Items => "",
            Self::ItemsOf(id) | Self::Feed(id) | Self::Item(id) => id,
        }
    }
}

/// The most popular ones first.
pub(super) async fn most_popular(
    app: &App,
    which: &Which<'_>,
    limit: i64,
    now_ms: i64,
) -> Result<Vec<Popularity>> {
    let query = format!(
        "select s.feed, s.item, s.rank, s.plays, s.rank_previous, s.plays_previous, s.likes_previous,
           s.created_ms, s.updated_ms,
           (select count(*) from standing t where t.key = s.key and t.kind = 'like') as likes,
           (select count(*) from standing t where t.key = s.key and t.kind = 'subscription') as subscribers
         from score s
         where {} and exists (select 1 from event e where e.feed = s.feed and e.level <> 'private'
           and (s.item = '' or e.item = s.item))
         order by s.rank desc, s.key limit $2",
        which.condition()
    );
    let rows = sqlx::query(AssertSqlSafe(query))
        .bind(which.id())
        .bind(limit)
        .fetch_all(app.db().reader())
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        all.push(read(app, row, now_ms).await?);
    }
    Ok(all)
}

async fn read(app: &App, row: &AnyRow, now_ms: i64) -> Result<Popularity> {
    let (feed, item): (String, String) = (row.try_get("feed")?, row.try_get("item")?);
    let before: Option<f64> = row.try_get("rank_previous")?;
    let named = Some(item.as_str()).filter(|item| !item.is_empty());
    let people = People::of(app, &feed, named).await?;
    Ok(Popularity {
        score: whole(Rank(row.try_get("rank")?).score(now_ms)),
        score_previous: before.map_or(0, |it| whole(Rank(it).score(now_ms - 7 * DAY_MS))),
        plays: row.try_get("plays")?,
        plays_previous: row.try_get("plays_previous")?,
        plays_people: people.plays,
        likes: row.try_get("likes")?,
        likes_previous: row.try_get("likes_previous")?,
        likes_people: people.likes,
        subscribers: row.try_get("subscribers")?,
        created_ms: row.try_get("created_ms")?,
        updated_ms: row.try_get("updated_ms")?,
        info: info::lookup(app, &feed, named).await?.unwrap_or_default(),
        feed,
        item,
    })
}

/// Those who did it last, of those who let it be seen.
#[derive(Debug, Default)]
struct People {
    plays: Vec<String>,
    likes: Vec<String>,
}

impl People {
    async fn of(app: &App, feed: &str, item: Option<&str>) -> Result<Self> {
        let rows = sqlx::query(
            "select e.type, e.item, a.uuid from
               (select account, type, item, level, at_ms, id from event where feed = $1
                order by at_ms desc, id desc limit $2) e
             join account a on a.id = e.account
             where e.level = 'public' order by e.at_ms desc, e.id desc",
        )
        .bind(feed)
        .bind(LOOKED_AT)
        .fetch_all(app.db().reader())
        .await?;
        let mut people = Self::default();
        for row in &rows {
            let (kind, of): (String, Option<String>) = (row.try_get("type")?, row.try_get("item")?);
            people.add(Act::read(&kind), of.as_deref(), item, row.try_get("uuid")?);
        }
        Ok(people)
    }

    /// Whoever plays an item plays its feed, but liking a feed and liking an item of it are two things.
    fn add(&mut self, act: Option<Act>, of: Option<&str>, item: Option<&str>, uuid: String) {
        let list = match act {
            Some(Act::Play | Act::Subscribe) if item.is_none() || of == item => &mut self.plays,
            Some(Act::Like) if of == item => &mut self.likes,
            _ => return,
        };
        if list.len() < NAMED && !list.contains(&uuid) {
            list.push(uuid);
        }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "scores are small, and rounded before")]
fn whole(score: f64) -> i64 {
    score.round() as i64
}
