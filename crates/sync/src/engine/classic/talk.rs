//! One request, and taking what it brought.

use std::{collections::HashMap, time::Instant};

use balados_library::{Incoming, KeptRecord, Sent, Taken};
use balados_protocol::{Kind, Record};

use super::{
    super::{exchange::SOON, status::Stop, task::Task},
    row::{All, by_key},
};
use crate::{
    Error,
    classic::{self, Second, SyncAnswer, SyncRequest},
};

/// What has a row of its own.
const KEYED: [Kind; 3] = [Kind::Subscription, Kind::Listening, Kind::Like];
/// Before the token in the library's cursor.
const MARK: &str = "classic:";
/// Changes of the token's own second, and those that were on their way then, come only to who asks for more
/// (protocol.md, section 6, item 19).
const MARGIN: i64 = 60;
/// A `Date` has whole seconds.
const UNSHARP_MS: i64 = 2_000;

impl Task {
    /// Since when changes are wanted; nothing before the first exchange.
    pub(super) async fn last_sync(&self) -> Result<Option<Second>, Stop> {
        let cursor = self.library.sync_state().await?.cursor;
        let token = cursor.and_then(|it| Second::read(it.strip_prefix(MARK)?));
        Ok(token.map(|token| token.plus(-MARGIN)))
    }

    /// With a token that is good by the server's clock. The clock is measured by the way.
    pub(super) async fn ask_classic(&mut self, request: &SyncRequest) -> Result<SyncAnswer, Stop> {
        let body = classic::pass(request)?;
        self.may_leave_classic(&body).await?;
        self.classic.steps.may_ask().await;
        let begun = Instant::now();
        let token = self.token()?;
        let (answer, server_ms) = match self.api.sync(&token, &body).await {
            Err(Error::TokenExpired { server_ms: Some(server_ms) }) => {
                let now_ms = self.now_ms();
                self.signer.set_clock_offset(server_ms.saturating_sub(now_ms));
                let token = self.token()?;
                self.api.sync(&token, &body).await?
            }
            answer => answer?,
        };
        let now_ms = self.now_ms();
        self.classic.clock = server_ms.map(|server_ms| (tokio::time::Instant::now(), server_ms));
        self.clock = server_ms.filter(|_| begun.elapsed() < SOON).map(|server_ms| {
            let is_right = server_ms.abs_diff(now_ms) <= UNSHARP_MS.unsigned_abs();
            if is_right { now_ms } else { server_ms }
        });
        let knows_likes = answer.changes.likes.is_some();
        if self.classic.knows_likes != knows_likes {
            self.classic.knows_likes = knows_likes;
            self.library.set_holds(Some(self.classic.kinds())).await?;
        }
        Ok(answer)
    }

    /// Everything that the server has. What changed is asked for first: the full answer has nothing that is gone.
    pub(super) async fn compare(&mut self) -> Result<(), Stop> {
        if let Some(last_sync) = self.last_sync().await? {
            let request = SyncRequest { last_sync: Some(last_sync), ..SyncRequest::default() };
            let answer = self.ask_classic(&request).await?;
            self.hear_lists(&answer.changes.playlists, answer.sync_token).await?;
            self.take_rows(by_key(answer.changes), Vec::new(), Some(answer.sync_token)).await?;
        }
        let first = self.last_sync().await?.is_none();
        let answer = self.ask_classic(&SyncRequest::default()).await?;
        let lists = answer.changes.playlists.clone();
        let rows = by_key(answer.changes);
        // A later token would hide what went between the two answers.
        let token = first.then_some(answer.sync_token);
        self.classic.mirror.retain(|key, row| row.is_gone() || rows.contains_key(key));
        self.take_rows(rows, Vec::new(), token).await?;
        self.take_all_lists(&lists).await?;
        self.send_lost().await?;
        self.classic.compared = Some(tokio::time::Instant::now());
        Ok(())
    }

    /// Into the mirror and into the library.
    pub(super) async fn take_rows(
        &mut self,
        rows: All,
        sent: Vec<Sent>,
        token: Option<Second>,
    ) -> Result<(), Stop> {
        // First the clock: rows are to meet records as they are stamped then.
        if self.clock.is_some() {
            let incoming = Incoming { server_time_ms: self.clock.take(), ..Incoming::default() };
            self.take(Taken { incoming, ..Taken::default() }).await?;
        }
        let keys: Vec<String> = rows.keys().cloned().collect();
        let kept = self.library.kept_records(&keys).await?;
        let kept: HashMap<&str, &KeptRecord> =
            kept.iter().map(|it| (it.key.as_str(), it)).collect();
        let mirror = &self.classic.mirror;
        let records: Vec<Record> = rows
            .iter()
            .map(|(key, row)| row.meet(kept.get(key.as_str()).copied(), mirror.get(key)))
            .collect();
        let incoming = Incoming {
            records,
            cursor: token.map(|token| format!("{MARK}{}", token.write())),
            ..Incoming::default()
        };
        self.take(Taken { sent, incoming }).await?;
        for (key, row) in rows {
            let before = self.classic.mirror.insert(key, row.clone());
            self.classic.received += u64::from(before.is_none_or(|before| !before.says(&row)));
        }
        Ok(())
    }

    /// What was confirmed and is not there any more: a server that starts again from a copy, or from its events
    /// (protocol.md, section 6, items 1 and 2), gets it once more.
    async fn send_lost(&mut self) -> Result<(), Stop> {
        let kinds = self.classic.kinds().iter().copied();
        let kinds: Vec<Kind> = kinds.filter(|it| KEYED.contains(it)).collect();
        let kept = self.library.kept_records_of(&kinds).await?;
        let mirror = &self.classic.mirror;
        let is_lost = |it: &KeptRecord| {
            it.is_confirmed && !it.record.is_gone() && !mirror.contains_key(&it.key)
        };
        let lost: Vec<String> = kept.into_iter().filter(is_lost).map(|it| it.key).collect();
        if !lost.is_empty() {
            self.library.send_again(&lost).await?;
        }
        Ok(())
    }
}
