//! Feeds that move: the address changes, the history stays.
//!
//! When the new address belongs to another podcast of the library, both are one feed from now on:
//! the other one takes everything in. Nothing that the listener did is lost: where both know an
//! episode, the further progress counts, by the rule that joins two devices.

use balados_protocol::FeedUrl;

use crate::{
    EpisodeId, Moved, PodcastId, Result, bookmark,
    database::Write,
    feed_episodes,
    identity::{self, Named},
    like::{self, Likeable},
    podcast,
    progress::{self, Kept},
    record,
    subscription::{self, Act},
};

/// Follows a podcast to where its publisher says that it is.
pub(crate) async fn follow(
    write: &mut Write,
    podcast: PodcastId,
    to: Option<&FeedUrl>,
) -> Result<Option<Moved>> {
    let from = podcast::address(write.connection(), podcast).await?;
    let Some(to) = to.filter(|to| **to != from) else {
        return Ok(None);
    };
    record::carry_level(write, &from, to).await?;
    if let Some(other) = podcast::at_address(write.connection(), to).await? {
        take_in(write, podcast, other).await?;
        return Ok(Some(Moved::Into(other)));
    }
    for sql in [
        "update podcast set feed_url = ?2 where id = ?1",
        // An address in use is not an old one any more, whosever it was.
        "delete from feed_alias where old_url = ?2 and ?1 is not null",
    ] {
        sqlx::query(sql).bind(podcast).bind(to.as_str()).execute(write.connection()).await?;
    }
    put_alias(write, podcast, &from).await?;
    Ok(Some(Moved::To(to.clone())))
}

/// Other devices follow; those that know nothing of moves have it under its new name.
/// The new name has the moment of the old one: a move is no act, and brings nothing back that was left.
pub(crate) async fn tell(
    write: &mut Write,
    podcast: PodcastId,
    from: &FeedUrl,
    to: &FeedUrl,
) -> Result<()> {
    let Some(since) = subscription::since(write.connection(), podcast).await? else {
        return Ok(());
    };
    let at = write.stamp();
    let records = [record::moved_to(from, to, at), record::subscription(to, true, since)];
    for record in records.into_iter().flatten() {
        write.keep(record, None).await?;
    }
    Ok(())
}

/// Another address leads to this podcast for good.
pub(crate) async fn add_alias(
    write: &mut Write,
    podcast: PodcastId,
    alias: &FeedUrl,
) -> Result<()> {
    match podcast::at_address(write.connection(), alias).await? {
        Some(same) if same == podcast => Ok(()),
        Some(other) => {
            let address = podcast::address(write.connection(), podcast).await?;
            record::carry_level(write, alias, &address).await?;
            take_in(write, other, podcast).await
        }
        None => put_alias(write, podcast, alias).await,
    }
}

async fn put_alias(write: &mut Write, podcast: PodcastId, old: &FeedUrl) -> Result<()> {
    sqlx::query(
        "insert into feed_alias (old_url, podcast) values (?1, ?2)
         on conflict (old_url) do update set podcast = excluded.podcast",
    )
    .bind(old.as_str())
    .bind(podcast)
    .execute(write.connection())
    .await?;
    Ok(())
}

/// Makes one podcast of two; `from` is gone afterwards.
async fn take_in(write: &mut Write, from: PodcastId, into: PodcastId) -> Result<()> {
    let address = podcast::address(write.connection(), from).await?;
    for (episode, twin) in pairs(write, from, into).await? {
        match twin {
            Some(twin) => join(write, episode, twin).await?,
            None => hand_over(write, episode, into).await?,
        }
    }
    record::hand_over(write.connection(), from, into).await?;
    let subscribed = subscription::is_subscribed(write.connection(), from).await?;
    if subscribed {
        subscription::set(write, into, Act::Resubscribe).await?;
    }
    like::join(write.connection(), Likeable::Podcast(from), Likeable::Podcast(into)).await?;
    for sql in [
        "update feed_alias set podcast = ?2 where podcast = ?1",
        "update collection_podcast set podcast = ?2 where podcast = ?1",
        "delete from podcast where id = ?1 and id <> ?2",
    ] {
        sqlx::query(sql).bind(from).bind(into).execute(write.connection()).await?;
    }
    put_alias(write, into, &address).await?;
    like::settle(write, Likeable::Podcast(into)).await
}

/// Each episode of `from` with the one of `into` that is the same.
async fn pairs(
    write: &mut Write,
    from: PodcastId,
    into: PodcastId,
) -> Result<Vec<(EpisodeId, Option<EpisodeId>)>> {
    let episodes = feed_episodes::known(write.connection(), from).await?;
    let known = feed_episodes::known(write.connection(), into).await?;
    let (ids, named): (Vec<EpisodeId>, Vec<Named>) = episodes
        .into_iter()
        .map(|episode| {
            let named = Named { identity: episode.identity, marks: episode.marks };
            (episode.id, named)
        })
        .unzip();
    let twins = identity::pair(&named, &known);
    let mut pairs: Vec<_> = ids.into_iter().zip(twins).collect();
    // Stamps follow the order of keys, so that two runs of one history are alike.
    pairs.sort_unstable();
    Ok(pairs)
}

async fn hand_over(write: &mut Write, episode: EpisodeId, into: PodcastId) -> Result<()> {
    sqlx::query("update episode set podcast = ?2 where id = ?1")
        .bind(episode)
        .bind(into)
        .execute(write.connection())
        .await?;
    // Other devices know it by the new address from now on.
    let kept = progress::kept(write.connection(), episode).await?;
    progress::announce(write, episode, kept).await?;
    like::announce(write, Likeable::Episode(episode)).await
}

/// What the listener did to `episode` happens to its twin.
async fn join(write: &mut Write, episode: EpisodeId, twin: EpisodeId) -> Result<()> {
    let theirs = progress::kept(write.connection(), episode).await?;
    let ours = progress::kept(write.connection(), twin).await?;
    let joined = Kept {
        progress: ours.progress.join(theirs.progress),
        duration_ms: ours.duration_ms.or(theirs.duration_ms),
    };
    progress::put(write, twin, ours, joined).await?;
    bookmark::hand_over(write.connection(), episode, twin).await?;
    sqlx::query("update record set episode = ?2 where episode = ?1")
        .bind(episode)
        .bind(twin)
        .execute(write.connection())
        .await?;
    like::join(write.connection(), Likeable::Episode(episode), Likeable::Episode(twin)).await?;
    like::settle(write, Likeable::Episode(twin)).await?;
    for sql in [
        "update player_session set episode = ?2 where episode = ?1",
        "update playlist_entry set episode = ?2 where episode = ?1",
        // A complete file is worth more than one on its way.
        "delete from download where episode = ?2 and state <> 'done'
           and exists (select 1 from download where episode = ?1 and state = 'done')",
        "update or ignore download set episode = ?2 where episode = ?1",
        "delete from episode where id = ?1 and id <> ?2",
    ] {
        sqlx::query(sql).bind(episode).bind(twin).execute(write.connection()).await?;
    }
    Ok(())
}
