//! One transaction on one listener's records.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use balados_protocol::{Record, RecordKey, record::DifferentThings};
use serde_json::json;
use sqlx::Row as _;

use super::{AccountId, Stored, column_key};
use crate::{
    App,
    db::{Dialect, Tx},
    discovery,
    error::{Error, Result},
    hub::{Batch, ConnectionId, Logged},
};

/// Rows in one statement: bounds the size of its JSON parameter.
const CHUNK: usize = 1_000;

/// A record to be joined with what is there.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    pub(crate) record: Record,
    pub(crate) sent_feed: Option<String>,
    pub(crate) sent_item: Option<String>,
}

impl From<Record> for Incoming {
    fn from(record: Record) -> Self {
        Self { record, sent_feed: None, sent_item: None }
    }
}

/// What became of it.
#[derive(Debug, Clone)]
pub(crate) struct Merged {
    pub(crate) record: Record,
    /// The number of the change; nothing when nothing changed.
    pub(crate) seq: Option<i64>,
}

/// A record that was not there, or was different, before this edit.
#[derive(Debug, Clone)]
pub(crate) struct Transition {
    pub(crate) before: Option<Record>,
    pub(crate) after: Record,
}

pub(crate) struct Edit {
    app: App,
    tx: Tx,
    account: AccountId,
    origin: Option<ConnectionId>,
    /// The number of the last change before this edit.
    start: i64,
    head: i64,
    /// How many records there were before this edit.
    before: i64,
    records: i64,
    now_ms: i64,
    logged: Vec<Logged>,
    transitions: Vec<Transition>,
}

impl Edit {
    /// Takes the account's lock. `origin` is the live connection that the changes come from.
    pub(crate) async fn begin(
        app: &App,
        account: AccountId,
        origin: Option<ConnectionId>,
        now_ms: i64,
    ) -> Result<Self> {
        let mut tx = app.db().begin().await?;
        let row = sqlx::query(
            "update account set last_ms = case when last_ms > $2 then last_ms else $2 end
             where id = $1 returning head, records, last_ms",
        )
        .bind(account.0)
        .bind(now_ms)
        .fetch_optional(&mut *tx)
        .await?
        // Deleted between the check of the token and now.
        .ok_or(Error::Corrupt("a request for an account that is gone"))?;
        let head = row.try_get("head")?;
        let records = row.try_get("records")?;
        Ok(Self {
            app: app.clone(),
            tx,
            account,
            origin,
            start: head,
            head,
            before: records,
            records,
            now_ms: row.try_get("last_ms")?,
            logged: Vec::new(),
            transitions: Vec::new(),
        })
    }

    /// The time given to what this edit changes: never behind an earlier change of the account.
    pub(crate) fn now_ms(&self) -> i64 {
        self.now_ms
    }

    pub(super) fn account(&self) -> AccountId {
        self.account
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.app.db().dialect()
    }

    /// How many records the account has, with those of this edit.
    pub(crate) fn records(&self) -> i64 {
        self.records
    }

    /// Whether it has added more than an account may have. Changes of what is there are always taken: a full account
    /// can still be tidied.
    pub(crate) fn is_over_quota(&self) -> bool {
        let most = self.app.config().limits.records;
        most > 0 && self.records > most && self.records > self.before
    }

    /// For reads and writes of other tables in the same transaction.
    pub(crate) fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Whether a request with this id comes for the first time.
    pub(crate) async fn is_first(&mut self, request: &str) -> Result<bool> {
        let done = sqlx::query(
            "insert into request (account, id, received_ms) values ($1, $2, $3)
             on conflict (account, id) do nothing",
        )
        .bind(self.account.0)
        .bind(request)
        .bind(self.now_ms)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub(crate) async fn load(&mut self, key: &RecordKey) -> Result<Option<Stored>> {
        let mut found = self.load_many(std::slice::from_ref(key)).await?;
        Ok(found.remove(key))
    }

    pub(crate) async fn load_many(
        &mut self,
        keys: &[RecordKey],
    ) -> Result<HashMap<RecordKey, Stored>> {
        let mut found = HashMap::with_capacity(keys.len());
        for chunk in keys.chunks(CHUNK) {
            let wanted: Vec<String> = chunk.iter().map(column_key).collect();
            let rows = sqlx::query(self.app.db().dialect().records_by_keys())
                .bind(self.account.0)
                .bind(json!(wanted).to_string())
                .fetch_all(&mut *self.tx)
                .await?;
            for row in rows {
                let stored = super::read::stored(&row)?;
                found.insert(stored.record.key(), stored);
            }
        }
        Ok(found)
    }

    /// Joins one record with what is there.
    pub(crate) async fn merge(&mut self, incoming: impl Into<Incoming>) -> Result<Merged> {
        let merged = self.merge_all(vec![incoming.into()]).await?;
        merged.into_iter().next().ok_or(Error::Corrupt("one record in, none out"))
    }

    /// Joins records with what is there, in their order; several may be of one thing.
    pub(crate) async fn merge_all(&mut self, incoming: Vec<Incoming>) -> Result<Vec<Merged>> {
        let keys: Vec<RecordKey> = incoming.iter().map(|it| it.record.key()).collect();
        let mut known = self.load_many(&unique(&keys)).await?;
        let mut merged = Vec::with_capacity(incoming.len());
        let mut changed: HashMap<RecordKey, Changed> = HashMap::new();
        for (it, key) in incoming.into_iter().zip(keys) {
            let Incoming { record, sent_feed, sent_item } = it;
            let before = known.get(&key).map(|stored| stored.record.clone());
            let after = match before.clone() {
                Some(before) => before
                    .join(record)
                    .map_err(|DifferentThings| Error::Corrupt("a digest of two keys"))?,
                None => record,
            };
            let respelled = known.get(&key).is_some_and(|stored| {
                is_news(sent_feed.as_deref(), stored.wire_feed())
                    || is_news(sent_item.as_deref(), stored.wire_item())
            });
            let is_change = before.as_ref() != Some(&after);
            let seq = is_change.then(|| self.next_seq());
            if is_change || respelled {
                // A new spelling alone is kept but is no news to anybody.
                let entry = changed.entry(key.clone()).or_insert_with(|| Changed {
                    first: before.clone(),
                    is_new: before.is_none(),
                    seq: None,
                    sent_feed: None,
                    sent_item: None,
                    after: after.clone(),
                });
                entry.after = after.clone();
                entry.seq = seq.or(entry.seq);
                entry.sent_feed = sent_feed.clone().or(entry.sent_feed.take());
                entry.sent_item = sent_item.clone().or(entry.sent_item.take());
            }
            let created_ms = known.get(&key).map_or(self.now_ms, |stored| stored.created_ms);
            known.insert(
                key,
                Stored {
                    record: after.clone(),
                    sent_feed,
                    sent_item,
                    created_ms,
                    changed_ms: self.now_ms,
                },
            );
            merged.push(Merged { record: after, seq });
        }
        self.write(changed).await?;
        Ok(merged)
    }

    fn next_seq(&mut self) -> i64 {
        self.head += 1;
        self.head
    }

    async fn write(&mut self, changed: HashMap<RecordKey, Changed>) -> Result<()> {
        let mut changed: Vec<(RecordKey, Changed)> = changed.into_iter().collect();
        changed.sort_by_key(|(_, change)| change.seq);
        for chunk in changed.chunks(CHUNK) {
            let mut rows = Vec::with_capacity(chunk.len());
            for (key, change) in chunk {
                let body = serde_json::to_string(&change.after)
                    .map_err(|_| Error::Corrupt("a record that is not JSON"))?;
                if let Some(seq) = change.seq {
                    rows.push(change.columns(key, seq, &body));
                    self.logged.push(Logged { seq, body: Arc::from(body) });
                } else {
                    self.respell(key, change).await?;
                }
            }
            sqlx::query(self.app.db().dialect().write_records())
                .bind(self.account.0)
                .bind(self.now_ms)
                .bind(json!(rows).to_string())
                .execute(&mut *self.tx)
                .await?;
        }
        for (_, change) in changed {
            self.records += i64::from(change.is_new);
            if change.seq.is_some() {
                self.transitions.push(Transition { before: change.first, after: change.after });
            }
        }
        Ok(())
    }

    async fn respell(&mut self, key: &RecordKey, change: &Changed) -> Result<()> {
        sqlx::query(
            "update record set sent_feed = coalesce($3, sent_feed), sent_item = coalesce($4, sent_item)
             where account = $1 and key = $2",
        )
        .bind(self.account.0)
        .bind(column_key(key))
        .bind(change.sent_feed.as_deref())
        .bind(change.sent_item.as_deref())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Makes it lasting, then tells the account's other connections. Returns the number of the last change.
    pub(crate) async fn commit(mut self) -> Result<i64> {
        let noted =
            discovery::note(&mut self.tx, self.account, &self.transitions, self.now_ms).await?;
        if self.head != self.start {
            sqlx::query("update account set head = $2, records = $3 where id = $1")
                .bind(self.account.0)
                .bind(self.head)
                .bind(self.records)
                .execute(&mut *self.tx)
                .await?;
            self.tell_other_nodes().await?;
        }
        self.tx.commit().await?;
        self.app.discovery().heard(noted);
        if self.head != self.start {
            self.logged.sort_by_key(|logged| logged.seq);
            self.app.hub().publish(Batch {
                account: self.account,
                after: self.start,
                upto: self.head,
                records: self.logged,
                origin: self.origin,
            });
        }
        Ok(self.head)
    }

    /// PostgreSQL delivers it when the transaction commits, and not at all when it does not.
    async fn tell_other_nodes(&mut self) -> Result<()> {
        if self.app.db().dialect() != Dialect::Postgres {
            return Ok(());
        }
        let note = format!("{}:{}:{}:{}", self.app.node(), self.account.0, self.start, self.head);
        sqlx::query("select pg_notify('balados_changes', $1)")
            .bind(note)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}

struct Changed {
    first: Option<Record>,
    is_new: bool,
    seq: Option<i64>,
    sent_feed: Option<String>,
    sent_item: Option<String>,
    after: Record,
}

impl Changed {
    /// In the order of [`Dialect::write_records`].
    fn columns(&self, key: &RecordKey, seq: i64, body: &str) -> serde_json::Value {
        let record = &self.after;
        let played = match record {
            Record::Listening(it) => Some(i64::from(it.progress.played)),
            _ => None,
        };
        json!([
            column_key(key),
            record.kind().as_str(),
            seq,
            body,
            record.feed().map(ToString::to_string),
            record.item().map(ToString::to_string),
            record.list(),
            i64::from(!record.is_gone()),
            played,
            self.sent_feed,
            self.sent_item,
        ])
    }
}

fn is_news(sent: Option<&str>, kept: Option<&str>) -> bool {
    sent.is_some() && sent != kept
}

fn unique(keys: &[RecordKey]) -> Vec<RecordKey> {
    let mut seen = HashSet::with_capacity(keys.len());
    keys.iter().filter(|key| seen.insert((*key).clone())).cloned().collect()
}
