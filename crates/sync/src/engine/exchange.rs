//! Exchanging until neither side lacks anything.

use std::time::{Duration, Instant};

use balados_library::{Incoming, PendingRecord, Sent, Taken};
use balados_protocol::exchange::{
    Cursor, ExchangeAnswer, ExchangeRequest, MAX_BATCH, Refused, RefusedCode,
};
use uuid::Uuid;

use super::{
    Happening,
    status::{Phase, Stop},
    task::Task,
};
use crate::{Error, fit_into_exchange};

/// A clock is only measured by an answer that came soon: in between the machine may have slept.
pub(super) const SOON: Duration = Duration::from_secs(10);
/// Records in one answer: what the listener does meanwhile waits until they are in the library.
const PAGE: u32 = 2_000;
/// Rounds in which a server may say that a clock is ahead: once it is not corrected yet, once it is.
const CORRECTIONS: u32 = 2;

impl Task {
    /// Ends when everything that waited has been answered and everything new is here.
    pub(super) async fn exchange(&mut self) -> Result<(), Stop> {
        let (mut received, mut sent, mut refused, mut corrections) = (0, 0, 0, 0);
        let begun = Instant::now();
        let mut most = MAX_BATCH;
        loop {
            self.show(Phase::Exchanging { received, sent });
            let batch = self.next_records(most).await?;
            let answer = match self.exchange_once(&batch).await {
                // A server may take less than others do.
                Err(Stop::Server(Error::TooLarge { .. })) if batch.len() > 1 => {
                    most = batch.len() / 2;
                    continue;
                }
                answer => answer?,
            };
            received += answer.changes.len() as u64;
            sent += batch.len() as u64;
            refused += answer.refused.len() as u64;
            let has_more = answer.more;
            corrections += u32::from(answer.refused.iter().any(is_ahead));
            self.take_answer(batch, answer).await?;
            let is_all = !has_more && self.library.pending_count().await? == 0;
            if is_all || corrections > CORRECTIONS {
                let took = begun.elapsed();
                (self.note)(Happening::Exchanged { received, sent, refused, took });
                return Ok(());
            }
        }
    }

    /// The oldest records that wait, as many as fit; one at least, where one waits.
    async fn next_records(&self, most: usize) -> Result<Vec<PendingRecord>, Stop> {
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let mut batch = self.library.pending_records(most).await?;
        let records: Vec<_> = batch.iter().map(|it| it.record.clone()).collect();
        batch.truncate(fit_into_exchange(&records)?.max(1));
        Ok(batch)
    }

    /// One request; the clock is measured by the way.
    async fn exchange_once(&mut self, batch: &[PendingRecord]) -> Result<ExchangeAnswer, Stop> {
        let cursor = self.library.sync_state().await?.cursor;
        let request = ExchangeRequest {
            request_id: Some(Uuid::new_v4().to_string()),
            cursor: cursor.and_then(|cursor| cursor.parse::<Cursor>().ok()),
            changes: batch.iter().map(|it| it.record.clone()).collect(),
            limit: Some(PAGE),
        };
        self.may_leave(&request.changes).await?;
        let begun = Instant::now();
        let answer = self.ask(&request).await?;
        let took = begun.elapsed();
        self.clock = (took < SOON).then(|| {
            let way_back = i64::try_from(took.as_millis() / 2).unwrap_or_default();
            answer.server_time.saturating_add(way_back)
        });
        Ok(answer)
    }

    /// With a token that is good by the server's clock.
    async fn ask(&mut self, request: &ExchangeRequest) -> Result<ExchangeAnswer, Stop> {
        let token = self.token()?;
        match self.api.exchange(&token, request).await {
            Err(Error::TokenExpired { server_ms: Some(server_ms) }) => {
                let now_ms = self.now_ms();
                self.signer.set_clock_offset(server_ms.saturating_sub(now_ms));
                let token = self.token()?;
                Ok(self.api.exchange(&token, request).await?)
            }
            answer => Ok(answer?),
        }
    }

    async fn take_answer(
        &mut self,
        batch: Vec<PendingRecord>,
        answer: ExchangeAnswer,
    ) -> Result<(), Stop> {
        let incoming = Incoming {
            records: answer.changes,
            cursor: Some(answer.cursor.to_string()),
            reset: answer.reset,
            more: answer.more,
            server_time_ms: self.clock.take(),
        };
        self.take(Taken { sent: outcome(batch, &answer.refused), incoming }).await
    }

    /// Into the library, and told to whoever shows it.
    pub(super) async fn take(&mut self, taken: Taken) -> Result<(), Stop> {
        let now_ms = self.now_ms();
        if let Some(server_ms) = taken.incoming.server_time_ms {
            self.signer.set_clock_offset(server_ms.saturating_sub(now_ms));
        }
        let changed = self.library.take(taken, now_ms).await?;
        (self.tell)(changed);
        Ok(())
    }
}

fn is_ahead(refused: &Refused) -> bool {
    refused.code == RefusedCode::ClockAhead
}

/// What became of each record that was sent.
pub(super) fn outcome(batch: Vec<PendingRecord>, refused: &[Refused]) -> Vec<Sent> {
    let why = |index: usize| {
        let refused = refused.iter().find(|it| it.index == index)?;
        Some((refused.code, refused.message.clone()))
    };
    let sent = batch.into_iter().enumerate();
    sent.map(|(index, it)| Sent {
        at: it.record.newest(),
        key: it.key,
        revision: it.revision,
        refused: why(index),
    })
    .collect()
}
