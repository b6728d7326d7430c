//! What the records say of a like.

use balados_protocol::{FeedRef, FeedUrl, ItemRef, Record, Stamp, record::Like};
use sqlx::SqliteConnection;

use super::{keep, wire};
use crate::{EpisodeId, Result, like::Moments};

pub(crate) fn like(feed: FeedRef, item: Option<ItemRef>, liked: bool, at: Stamp) -> Record {
    let moment = |is_it: bool| is_it.then_some(at);
    Record::Like(Like { feed, item, liked_at: moment(liked), unliked_at: moment(!liked) })
}

/// Of a podcast, under all the names that it has had.
pub(crate) async fn like_of_podcast(
    connection: &mut SqliteConnection,
    names: &[FeedUrl],
) -> Result<Moments> {
    let bodies = sqlx::query_scalar(
        "select body from record join json_each(?1) as wanted on feed = wanted.value
         where kind = 'like' and item is null",
    )
    .bind(wire::feeds(names))
    .fetch_all(connection)
    .await?;
    joined(&bodies)
}

/// Of an episode, under every name that was found to be its.
pub(crate) async fn like_of_episode(
    connection: &mut SqliteConnection,
    episode: EpisodeId,
) -> Result<Moments> {
    let bodies = sqlx::query_scalar("select body from record where kind = 'like' and episode = ?1")
        .bind(episode)
        .fetch_all(connection)
        .await?;
    joined(&bodies)
}

fn joined(bodies: &[String]) -> Result<Moments> {
    let mut moments = Moments::default();
    for body in bodies {
        moments = moments.join(&keep::read(body)?);
    }
    Ok(moments)
}
