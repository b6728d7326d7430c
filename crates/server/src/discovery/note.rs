//! Writes down what listeners do in public, to be counted later.
//!
//! It happens in the transaction of the change itself, which holds the account's lock: a level that was chosen before
//! is always heard. What is private leaves no trace here.

use std::collections::HashMap;

use balados_protocol::{
    FeedRef, ItemRef, Record,
    record::{Level, Listening},
};
use serde_json::{Value, json};
use sqlx::Row as _;

use super::{
    act::Act,
    level::{self, Levels},
    rewrite, standing,
    target::Target,
};
use crate::{
    db::Tx,
    error::Result,
    store::{AccountId, Transition, digest},
};

pub(super) const DAY_MS: i64 = 86_400_000;
/// What was done longer ago than this and arrives only now (a library that is brought along) is no news.
const NEWS_MS: i64 = 7 * DAY_MS;
/// Most acts of one listener in a day.
const ACTS: i64 = 500;
/// Most plays of one feed by one listener in a day.
const PLAYS: i64 = 20;

/// What was written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Noted {
    /// There is something to count.
    pub(crate) acts: bool,
    /// What was public before may not be so now.
    pub(crate) levels: bool,
}

/// What a listener did, and with what.
struct Deed {
    act: Act,
    target: Target,
    data: Value,
}

/// Writes down what a transaction changed, as far as its listener lets it be seen.
pub(crate) async fn note(
    tx: &mut Tx,
    account: AccountId,
    transitions: &[Transition],
    now_ms: i64,
) -> Result<Noted> {
    let scopes = rewrite::changed(transitions);
    for scope in &scopes {
        rewrite::rewrite(tx, account, scope).await?;
    }
    let deeds: Vec<Deed> = transitions.iter().filter_map(|it| deed(it, now_ms)).collect();
    let held: Vec<&Record> =
        transitions.iter().filter(|it| is_held_anew(it)).map(|it| &it.after).collect();
    if deeds.is_empty() && held.is_empty() {
        return Ok(Noted { acts: !scopes.is_empty(), levels: !scopes.is_empty() });
    }
    let mut targets: Vec<Target> = deeds.iter().map(|it| it.target.clone()).collect();
    targets.extend(held.iter().filter_map(|it| standing::held(it)).map(|(_, target)| target));
    let levels = Levels::load(tx, account, &targets).await?;
    standing::follow(tx, account, &held, &levels).await?;
    take_back(tx, account, &held).await?;
    write(tx, account, deeds, &levels, now_ms).await?;
    Ok(Noted { acts: true, levels: !scopes.is_empty() })
}

/// Writes down an act that leaves no record. `tx` is any transaction that will write.
pub(crate) async fn note_act(
    tx: &mut Tx,
    account: AccountId,
    act: Act,
    feed: &FeedRef,
    item: Option<&ItemRef>,
    now_ms: i64,
) -> Result<()> {
    let Some(target) = Target::of(feed, item) else { return Ok(()) };
    // Takes the account's lock: a level that is being chosen is waited for.
    sqlx::query("update account set last_ms = last_ms where id = $1")
        .bind(account.0)
        .execute(&mut **tx)
        .await?;
    let levels = Levels::load(tx, account, std::slice::from_ref(&target)).await?;
    write(tx, account, vec![Deed { act, target, data: json!({}) }], &levels, now_ms).await
}

fn deed(transition: &Transition, now_ms: i64) -> Option<Deed> {
    let Transition { before, after } = transition;
    let was_gone = before.as_ref().is_none_or(Record::is_gone);
    let (act, at, data) = match after {
        Record::Subscription(it) if was_gone && it.is_active() => {
            (Act::Subscribe, it.subscribed_at?, json!({}))
        }
        Record::Like(it) if was_gone && it.is_active() => (Act::Like, it.liked_at?, json!({})),
        Record::Listening(it) => {
            let before = match before {
                Some(Record::Listening(before)) => Some(before),
                _ => None,
            };
            let (position, played) = (it.progress.position_ms / 1_000, it.progress.played);
            let data = json!({"position": position, "played": played});
            is_play(before, it).then_some((Act::Play, it.at, data))?
        }
        _ => return None,
    };
    let is_news = at.0 > now_ms.saturating_sub(NEWS_MS);
    let target = is_news.then(|| Target::of(after.feed()?, after.item()))??;
    Some(Deed { act, target, data })
}

/// Whether listening has begun, or begun again. Marking as heard or unheard is no listening.
fn is_play(before: Option<&Listening>, after: &Listening) -> bool {
    let (now, is_heard) = (after.progress, after.progress.position_ms > 0);
    match before.map(|before| before.progress) {
        None => is_heard || !now.played,
        Some(before) if now.generation > before.generation => is_heard,
        Some(before) => {
            before.generation > 0 && before.position_ms == 0 && !before.played && is_heard
        }
    }
}

/// Whether a subscription or like has come or gone.
fn is_held_anew(transition: &Transition) -> bool {
    let Transition { before, after } = transition;
    let was_gone = before.as_ref().is_none_or(Record::is_gone);
    matches!(after, Record::Subscription(_) | Record::Like(_)) && was_gone != after.is_gone()
}

/// Whoever no longer likes something never did.
async fn take_back(tx: &mut Tx, account: AccountId, held: &[&Record]) -> Result<()> {
    let gone = held.iter().filter(|it| it.is_gone() && matches!(it, Record::Like(_)));
    for (_, target) in gone.filter_map(|it| standing::held(it)) {
        let likes: Vec<i64> = sqlx::query_scalar(
            "select id from event where account = $1 and type = 'like' and feed = $2
               and coalesce(item, '') = $3",
        )
        .bind(account.0)
        .bind(target.feed())
        .bind(target.item().unwrap_or_default())
        .fetch_all(&mut **tx)
        .await?;
        rewrite::hide(tx, &likes).await?;
    }
    Ok(())
}

async fn write(
    tx: &mut Tx,
    account: AccountId,
    deeds: Vec<Deed>,
    levels: &Levels,
    now_ms: i64,
) -> Result<()> {
    let mut shown: Vec<(Deed, Level)> = deeds
        .into_iter()
        .map(|it| {
            let level = levels.of(&it.target);
            (it, level)
        })
        .collect();
    shown.retain(|(_, level)| *level != Level::Private);
    if shown.is_empty() {
        return Ok(());
    }
    let mut today = Today::load(tx, account, now_ms).await?;
    for (deed, level) in shown {
        if today.admits(&deed) {
            insert(tx, account, &deed, level, now_ms).await?;
        }
    }
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    account: AccountId,
    deed: &Deed,
    level: Level,
    now_ms: i64,
) -> Result<()> {
    let Deed { act, target, data } = deed;
    let once =
        format!("{}\n{}\n{}\n{}", account.0, act.as_str(), now_ms.div_euclid(DAY_MS), target.key());
    // What was taken back and is done again before it was out of the scores stays in them.
    sqlx::query(
        "insert into event (uuid, account, type, feed, item, level, data, at_ms, once)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (once) do update set counted = 1, level = excluded.level where event.counted = 2",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(account.0)
    .bind(act.as_str())
    .bind(target.feed())
    .bind(target.item())
    .bind(level::as_str(level))
    .bind(data.to_string())
    .bind(now_ms)
    .bind(digest(&once))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What a listener has done today: nobody makes something popular alone.
struct Today {
    acts: i64,
    /// Of each feed.
    plays: HashMap<String, i64>,
}

impl Today {
    async fn load(tx: &mut Tx, account: AccountId, now_ms: i64) -> Result<Self> {
        let rows = sqlx::query(
            "select feed, type, count(*) as times from event where account = $1 and at_ms >= $2
             group by feed, type",
        )
        .bind(account.0)
        .bind(now_ms.div_euclid(DAY_MS) * DAY_MS)
        .fetch_all(&mut **tx)
        .await?;
        let mut today = Self { acts: 0, plays: HashMap::new() };
        for row in rows {
            let (kind, times): (String, i64) = (row.try_get("type")?, row.try_get("times")?);
            today.acts += times;
            if kind == Act::Play.as_str() {
                today.plays.insert(row.try_get("feed")?, times);
            }
        }
        Ok(today)
    }

    fn admits(&mut self, deed: &Deed) -> bool {
        let plays = self.plays.entry(deed.target.feed().to_owned()).or_default();
        if self.acts >= ACTS || (deed.act == Act::Play && *plays >= PLAYS) {
            return false;
        }
        self.acts += 1;
        *plays += i64::from(deed.act == Act::Play);
        true
    }
}

#[cfg(test)]
mod tests {
    use balados_protocol::{FeedId, ItemId, Progress, Stamp};

    use super::*;

    fn at(generation: u32, played: bool, position_ms: u64) -> Listening {
        let feed = FeedId::read("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA").unwrap();
        let item = ItemId::read("ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz").unwrap();
        let progress = Progress { generation, played, position_ms };
        Listening { feed: feed.into(), item: item.into(), progress, at: Stamp(1) }
    }

    #[test]
    fn only_beginning_to_listen_is_a_play() {
        let check = |before: Option<Listening>, after: Listening, expected: bool| {
            assert_eq!(is_play(before.as_ref(), &after), expected, "{before:?} {after:?}");
        };
        check(None, at(0, false, 0), true);
        check(None, at(0, false, 5_000), true);
        check(None, at(0, true, 5_000), true);
        // Marked as heard, and heard on.
        check(None, at(0, true, 0), false);
        check(Some(at(0, false, 5_000)), at(0, false, 9_000), false);
        check(Some(at(0, false, 5_000)), at(0, true, 9_000), false);
        // Marked as unheard; then heard again.
        check(Some(at(0, true, 9_000)), at(1, false, 0), false);
        check(Some(at(1, false, 0)), at(1, false, 2_000), true);
        check(Some(at(1, false, 2_000)), at(1, false, 4_000), false);
        // Begun again in the middle.
        check(Some(at(0, true, 9_000)), at(1, false, 2_000), true);
        check(Some(at(0, false, 0)), at(0, false, 2_000), false);
    }
}
