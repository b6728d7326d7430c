//! Follows an account's changes: what is published, and what was missed.

use std::sync::Arc;

use balados_protocol::exchange::Cursor;
use serde_json::value::RawValue;
use tokio::sync::broadcast::{self, error::RecvError};

use super::message::Changes;
use crate::{
    App,
    error::{Error, Result},
    hub::{Batch, ConnectionId},
    store::{AccountId, Bound, Delta},
};

/// What one message holds at most, about.
const PAGE: Bound = Bound { rows: 500, bytes: 256_000 };

/// A connection's place in the order of its account's changes.
#[derive(Debug)]
pub(super) struct Follow {
    app: App,
    account: AccountId,
    own: ConnectionId,
    news: broadcast::Receiver<Arc<Batch>>,
    cursor: Option<Cursor>,
    /// Numbers of changes that left exactly what this connection sent.
    echoes: Vec<i64>,
    /// There is more to read before what is published.
    is_behind: bool,
}

impl Follow {
    /// Listens first and reads then, so that nothing falls between.
    pub(super) fn begin(
        app: &App,
        account: AccountId,
        own: ConnectionId,
        cursor: Option<Cursor>,
    ) -> Self {
        let news = app.hub().subscribe(account);
        Self { app: app.clone(), account, own, news, cursor, echoes: Vec::new(), is_behind: true }
    }

    /// What this connection sent and need not be told.
    pub(super) fn expect_echoes(&mut self, echoes: Vec<i64>) {
        self.echoes.extend(echoes);
    }

    /// The next message, when there is one. Can be dropped at any time.
    pub(super) async fn next(&mut self) -> Result<String> {
        loop {
            if self.is_behind {
                return self.read().await;
            }
            match self.news.recv().await {
                Ok(batch) => {
                    if let Some(message) = self.take(&batch)? {
                        return Ok(message);
                    }
                }
                Err(RecvError::Lagged(_)) => self.is_behind = true,
                // The hub keeps the other end for as long as somebody listens.
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    fn seq(&self) -> i64 {
        self.cursor.as_ref().map_or(0, |cursor| cursor.seq)
    }

    /// What was published, when it is next in order.
    fn take(&mut self, batch: &Batch) -> Result<Option<String>> {
        if batch.upto <= self.seq() {
            return Ok(None);
        }
        if batch.after != self.seq() || batch.records.len() > PAGE.rows || batch.records.is_empty()
        {
            self.is_behind = true;
            return Ok(None);
        }
        let is_own = batch.origin == Some(self.own);
        let rows = batch.records.iter().filter(|it| !is_own || !self.echoes.contains(&it.seq));
        let rows: Vec<Box<RawValue>> = rows
            .map(|it| RawValue::from_string(it.body.to_string()))
            .collect::<Result<_, _>>()
            .map_err(|_| Error::Corrupt("a record"))?;
        let cursor = Cursor {
            epoch: self.app.db().epoch().to_owned(),
            seq: batch.upto,
            from_scratch: false,
        };
        Ok(Some(self.advance(cursor, Flags::default(), &rows)))
    }

    /// What comes after the cursor. A first message is sent though nothing is new: now the cursor is known.
    async fn read(&mut self) -> Result<String> {
        let delta = Delta::after(&self.app, self.account, self.cursor.as_ref(), PAGE).await?;
        self.is_behind = delta.more;
        let rows = delta.rows.into_iter().filter(|row| !self.echoes.contains(&row.seq));
        let rows: Vec<Box<RawValue>> = rows.map(|row| row.body).collect();
        Ok(self.advance(delta.cursor, Flags { more: delta.more, reset: delta.reset }, &rows))
    }

    fn advance(&mut self, cursor: Cursor, flags: Flags, rows: &[Box<RawValue>]) -> String {
        let message = Changes {
            r#type: "changes",
            after: self.cursor.as_ref().map(ToString::to_string),
            cursor: cursor.to_string(),
            more: flags.more,
            reset: flags.reset,
            records: rows.iter().map(AsRef::as_ref).collect(),
        };
        self.echoes.retain(|seq| *seq > cursor.seq);
        self.cursor = Some(cursor);
        // Values of ours, which have text as keys.
        serde_json::to_string(&message).unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    more: bool,
    reset: bool,
}

impl Drop for Follow {
    fn drop(&mut self) {
        // Its own receiver counts until it is gone.
        let (_, nothing) = broadcast::channel(1);
        drop(std::mem::replace(&mut self.news, nothing));
        self.app.hub().tidy(self.account);
    }
}
