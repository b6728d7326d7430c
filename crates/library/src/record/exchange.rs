//! Taking what an exchange with a server brought, in one transaction.

use balados_protocol::{Record, Stamp, exchange::RefusedCode};

use super::{
    clock, download, farewell, keep, kept_here,
    show::Shown,
    state::{self, SyncState},
};
use crate::{EpisodeId, Library, PlaylistId, PodcastId, Result, database::Write};

/// A record that the server was sent, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub key: String,
    pub revision: i64,
    /// The newest moment in it.
    pub at: Stamp,
    /// Why the server did not take it, and its words.
    pub refused: Option<(RefusedCode, String)>,
}

/// What the server knows and this device may not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Incoming {
    pub records: Vec<Record>,
    /// Where to go on; kept together with the records.
    pub cursor: Option<String>,
    /// `records` begins with everything that there is.
    pub reset: bool,
    /// More comes after `cursor`.
    pub more: bool,
    /// The server's clock.
    pub server_time_ms: Option<i64>,
}

/// An exchange as it went.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Taken {
    pub sent: Vec<Sent>,
    pub incoming: Incoming,
}

/// What the tables show otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    pub podcasts: Vec<PodcastId>,
    pub episodes: Vec<(PodcastId, EpisodeId)>,
    /// Came with a subscription and were never read.
    pub unread: Vec<PodcastId>,
    /// Liked, or no longer.
    pub liked_podcasts: Vec<PodcastId>,
    pub liked_episodes: Vec<(PodcastId, EpisodeId)>,
    /// Their bookmarks are others.
    pub bookmarked: Vec<EpisodeId>,
    pub settings: bool,
    /// Came into the queue, left it, or have another place in it.
    pub queued: Vec<(PodcastId, EpisodeId)>,
    /// Made, named, described, removed, or with other episodes in them.
    pub playlists: Vec<PlaylistId>,
    pub collections: bool,
    /// Who may see what.
    pub privacy: bool,
    /// What devices there are, and what they say of themselves.
    pub devices: bool,
}

impl Library {
    /// Takes what an exchange brought: all of it, or nothing.
    pub async fn take(&self, taken: Taken, now_ms: i64) -> Result<Changed> {
        let mut write = self.write(now_ms).await?;
        let Taken { sent, incoming } = taken;
        let state = state::load(write.connection()).await?;
        let begins = incoming.reset || (state.cursor.is_none() && incoming.cursor.is_some());
        let download = state.download + i64::from(begins);
        for sent in &sent {
            note(&mut write, sent, download).await?;
        }
        let mut known = known(&state, &sent, &incoming);
        let kept_here = kept_here::load(write.connection()).await?;
        let mut shown = Shown::new(write.connection()).await?;
        // Before anything is joined: a stamp that is wrong must not win.
        if let Some(server_ms) = incoming.server_time_ms {
            clock::correct(&mut write, &state, known, server_ms, &mut shown).await?;
            known = write.last_stamp();
        }
        for record in &incoming.records {
            if kept_here.is_about(record) {
                kept_here::put_aside(&mut write, record).await?;
            } else {
                shown.note(&join(&mut write, record, download).await?);
            }
        }
        // What is only confirmed says nothing of a download.
        let is_download = begins || state.downloading;
        let ends = is_download && incoming.cursor.is_some() && !incoming.more;
        if ends {
            download::end(&mut write, download, state.last_exchange_ms, &mut shown).await?;
        }
        let changed = shown.show(&mut write).await?;
        let exchanged = (!incoming.more).then_some(now_ms);
        sqlx::query(
            "update sync_state set cursor = coalesce(?1, cursor), download = ?2, downloading = ?3,
               last_exchange_ms = coalesce(?4, last_exchange_ms), exchanged_stamp = ?5",
        )
        .bind(&incoming.cursor)
        .bind(download)
        .bind(is_download && !ends)
        .bind(exchanged)
        .bind(known.0)
        .execute(write.connection())
        .await?;
        write.commit().await?;
        self.keep_clock(&incoming, now_ms);
        Ok(changed)
    }

    fn keep_clock(&self, incoming: &Incoming, now_ms: i64) {
        if let Some(server_ms) = incoming.server_time_ms {
            self.set_clock_offset(server_ms.saturating_sub(now_ms));
        }
    }
}

/// The newest stamp that others have.
fn known(state: &SyncState, sent: &[Sent], incoming: &Incoming) -> Stamp {
    let taken = sent.iter().filter(|it| it.refused.is_none()).map(|it| it.at);
    let came = incoming.records.iter().map(Record::newest);
    taken.chain(came).fold(Stamp(state.exchanged_stamp), Stamp::max)
}

async fn note(write: &mut Write, sent: &Sent, download: i64) -> Result<()> {
    // A clock is corrected, and the record goes again.
    let refused = sent.refused.as_ref().filter(|(code, _)| *code != RefusedCode::ClockAhead);
    let query = match (&sent.refused, refused) {
        (None, _) => sqlx::query(
            "update record set sent = max(sent, ?2), seen = ?3, refused = null, refused_message = null
             where key = ?1",
        )
        .bind(&sent.key)
        .bind(sent.revision)
        .bind(download),
        (Some(_), Some((code, words))) => sqlx::query(
            "update record set refused = ?3, refused_message = ?4 where key = ?1 and revision = ?2",
        )
        .bind(&sent.key)
        .bind(sent.revision)
        .bind(code.as_str())
        .bind(words),
        (Some(_), None) => return Ok(()),
    };
    query.execute(write.connection()).await?;
    farewell::heard(write, &sent.key).await
}

/// What is known now.
pub(super) async fn join(write: &mut Write, record: &Record, download: i64) -> Result<Record> {
    write.see(record.newest());
    let before = keep::load(write.connection(), &record.key()).await?;
    let after = keep::join(before, record.clone())?;
    let is_news_elsewhere = after != *record;
    let now_ms = write.now_ms;
    let news = keep::News { after: &after, theirs: record, is_news_elsewhere, download };
    keep::keep_joined(write.connection(), &news, now_ms).await?;
    Ok(after)
}
