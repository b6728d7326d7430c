//! Sending what waits until nothing does. One bad entry fails a whole request, so what is refused is halved until the one
//! is found; the others go on.

use std::{collections::HashMap, time::Instant};

use balados_library::{PendingRecord, Sent};
use balados_protocol::exchange::RefusedCode;

use super::{
    super::{
        Happening,
        status::{Phase, Stop},
        task::Task,
    },
    outgoing::Outgoing,
    row::{All, by_key},
};
use crate::{
    Error,
    classic::{SyncAnswer, SyncRequest},
};

/// Bytes of entries in one request.
const BYTES: usize = 900_000;
/// Entries in one request: few enough to find a bad one among them soon.
const ENTRIES: usize = 500;
/// How often one record is sent in one exchange: a server that keeps something else is not argued with.
const TRIES: u8 = 2;

/// What one exchange has done.
#[derive(Debug, Default)]
pub(super) struct Done {
    tries: HashMap<String, u8>,
    sent: u64,
}

impl Done {
    /// Whether one more list may be sent: taking items out of one takes two requests, and each may come too late once.
    pub(super) fn may_try(&mut self, list: &str) -> bool {
        let tries = self.tries.entry(list.to_owned()).or_default();
        *tries += 1;
        *tries <= 2 * TRIES
    }
}

impl Task {
    /// Ends when everything that the server can hold has been said and heard.
    pub(in super::super) async fn exchange_classic(&mut self) -> Result<(), Stop> {
        let mut done = Done::default();
        let begun = Instant::now();
        (self.classic.received, self.classic.refused) = (0, 0);
        self.show(Phase::Exchanging { received: 0, sent: 0 });
        if self.classic.is_to_be_compared() {
            self.compare().await?;
        }
        let (mut has_asked, mut is_right) = (false, false);
        loop {
            let batch = self.next_batch(&mut done).await?;
            if batch.is_empty() && has_asked {
                if self.go_on_with_lists(&mut done).await? {
                    continue;
                }
                break;
            }
            let is_ahead = |it: &Outgoing| self.classic.is_ahead(it.pending.record.newest());
            if !is_right && batch.iter().any(is_ahead) {
                // An answer sets the clock right, and what waits is stamped anew.
                self.push_classic(Vec::new()).await?;
                is_right = true;
                done = Done::default();
                continue;
            }
            self.push_classic(batch).await?;
            has_asked = true;
            self.show(Phase::Exchanging { received: self.classic.received, sent: done.sent });
        }
        let (received, sent) = (self.classic.received, done.sent);
        self.classic.steps.exchanged(received + sent > 0);
        let (refused, took) = (self.classic.refused, begun.elapsed());
        (self.note)(Happening::Exchanged { received, sent, refused, took });
        Ok(())
    }

    /// Whether there was something to do.
    async fn go_on_with_lists(&mut self, done: &mut Done) -> Result<bool, Stop> {
        if self.classic.shelf.is_stale {
            self.compare().await?;
            return Ok(true);
        }
        self.push_list(done).await
    }

    /// What waits, is for the server, and was not tried too often.
    async fn next_batch(&self, done: &mut Done) -> Result<Vec<Outgoing>, Stop> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        for pending in self.library.pending_records_of(self.classic.kinds()).await? {
            let known = self.classic.mirror.get(&pending.key);
            let Some(outgoing) = Outgoing::of(pending, known) else { continue };
            let tries = done.tries.entry(outgoing.pending.key.clone()).or_default();
            bytes += outgoing.entry.bytes();
            if *tries >= TRIES {
                continue;
            }
            if batch.len() == ENTRIES || (bytes > BYTES && !batch.is_empty()) {
                break;
            }
            *tries += 1;
            batch.push(outgoing);
        }
        done.sent += batch.len() as u64;
        Ok(batch)
    }

    async fn push_classic(&mut self, batch: Vec<Outgoing>) -> Result<(), Stop> {
        let mut parts = vec![batch];
        while let Some(mut part) = parts.pop() {
            let changes = part.iter().map(|it| it.entry.clone()).collect();
            let request = SyncRequest { last_sync: self.last_sync().await?, changes };
            match self.ask_classic(&request).await {
                Ok(answer) => self.took(part, answer).await?,
                Err(Stop::Server(error))
                    if !part.is_empty() && self.blames_entries(&error).await? =>
                {
                    if part.len() > 1 {
                        let half = part.split_off(part.len() / 2);
                        parts.extend([half, part]);
                    } else {
                        self.classic.refused += 1;
                        let sent = part.into_iter().map(|it| refused(it.pending, &error)).collect();
                        self.take_rows(All::new(), sent, None).await?;
                    }
                }
                Err(stop) => return Err(stop),
            }
        }
        Ok(())
    }

    /// What the server took comes back with its answer; what does not, it has as it had it before.
    async fn took(&mut self, part: Vec<Outgoing>, answer: SyncAnswer) -> Result<(), Stop> {
        self.hear_lists(&answer.changes.playlists, answer.sync_token).await?;
        let token = answer.sync_token;
        let mut rows = by_key(answer.changes);
        let mut sent_ones = Vec::with_capacity(part.len());
        for it in part {
            let key = it.pending.key.clone();
            let before = self.classic.mirror.insert(key.clone(), it.row.clone());
            rows.entry(key).or_insert_with(|| before.unwrap_or(it.row));
            sent_ones.push(sent(it.pending));
        }
        self.take_rows(rows, sent_ones, Some(token)).await
    }
}

pub(super) fn sent(it: PendingRecord) -> Sent {
    Sent { at: it.record.newest(), key: it.key, revision: it.revision, refused: None }
}

pub(super) fn refused(it: PendingRecord, error: &Error) -> Sent {
    let words = match error {
        Error::Refused { message, .. } => message.clone(),
        other => other.to_string(),
    };
    Sent { refused: Some((RefusedCode::Invalid, words)), ..sent(it) }
}
