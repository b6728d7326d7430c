//! `/sync` as today's web app wants it: everything, each time (protocol.md, appendix A.1).

use balados_protocol::Kind;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{LikeAnswer, PlayAnswer, Since, SubscriptionAnswer, like, play, subscription};
use crate::{
    App,
    classic::wire::write_time,
    error::Result,
    store::{AccountId, Stored, of_kind},
};

/// For how long it is told of what was unsubscribed and unliked.
const TOMBSTONES_MS: i64 = 45 * 86_400_000;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rows {
    subscriptions: Vec<SubscriptionAnswer>,
    play_statuses: Vec<PlayAnswer>,
    likes: Vec<LikeAnswer>,
    synced_at: String,
}

pub(super) async fn rows(
    app: &App,
    account: AccountId,
    synced_at: &str,
    now_ms: i64,
) -> Result<Rows> {
    let since = Since::Ms(now_ms - TOMBSTONES_MS);
    let wanted = |it: &&Stored| !it.record.is_gone() || it.changed_ms >= since.ms();
    let subscriptions = of_kind(app, account, Kind::Subscription, 0).await?;
    let plays = of_kind(app, account, Kind::Listening, 0).await?;
    let likes = of_kind(app, account, Kind::Like, 0).await?;
    Ok(Rows {
        subscriptions: subscriptions
            .iter()
            .filter(wanted)
            .filter_map(|it| dated(subscription(it, since)?))
            .collect(),
        play_statuses: plays.iter().filter_map(|it| heard(it, since)).collect(),
        likes: likes.iter().filter(wanted).filter_map(|it| like(it, since)).collect(),
        synced_at: synced_at.to_owned(),
    })
}

/// The web app cannot read a subscription without a date.
fn dated(mut row: SubscriptionAnswer) -> Option<SubscriptionAnswer> {
    row.subscribed_at = row.subscribed_at.or_else(|| row.unsubscribed_at.clone());
    row.subscribed_at.is_some().then_some(row)
}

/// It merges by the time of listening, not by the time of receiving.
fn heard(stored: &Stored, since: Since) -> Option<PlayAnswer> {
    let at = stored.listening()?.at;
    let row = play(stored, since, &std::collections::HashMap::new())?;
    Some(PlayAnswer { updated_at: write_time(at.0), ..row })
}
