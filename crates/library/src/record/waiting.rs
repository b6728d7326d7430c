//! What waits to be sent.

use balados_protocol::{Kind, Record};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::{farewell, keep, kept_here};
use crate::{Library, Result};

/// One record as it waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRecord {
    /// [`balados_protocol::RecordKey`].
    pub key: String,
    /// Raised each time the record changes here.
    pub revision: i64,
    pub record: Record,
}

/// Where `?1` is [`super::KeptHere::marks`]: what the server can hold, and may hear of. What is kept here waits for
/// ever and is soon much: its feed tells most of it, and only the rest is searched for names.
macro_rules! for_the_server {
    () => {
        "revision > sent
         and ((select holds from sync_state) is null
           or kind in (select value from json_each((select holds from sync_state))))
         and (feed is null or json_quote(feed) not in (select value from json_each(?1)))
         and not exists (select 1 from json_each(?1) as mark where instr(body, mark.value) > 0)"
    };
}
pub(super) use for_the_server;

/// Not what a server refused: the listener decides about it.
const WAITING: &str = concat!(for_the_server!(), " and refused is null");

/// How many no server has confirmed, refused ones among them; also in a library of an old schema.
pub(crate) async fn unconfirmed(connection: &mut SqliteConnection) -> Result<u64> {
    let is_old: bool = sqlx::query_scalar(
        "select not exists (select 1 from pragma_table_info('sync_state') where name = 'holds')",
    )
    .fetch_one(&mut *connection)
    .await?;
    if is_old {
        let sql = "select count(*) from record where revision > sent";
        return Ok(sqlx::query_scalar(sql).fetch_one(connection).await?);
    }
    let marks = kept_here::load(connection).await?.marks();
    let sql = concat!("select count(*) from record where ", for_the_server!());
    Ok(sqlx::query_scalar(sql).bind(marks).fetch_one(connection).await?)
}

/// What waits of these kinds, the last words first, then the oldest.
pub(super) async fn pending(
    connection: &mut SqliteConnection,
    kinds: &[Kind],
    limit: Option<u32>,
) -> Result<Vec<PendingRecord>> {
    let marks = kept_here::load(connection).await?.marks();
    let kinds = serde_json::json!(kinds).to_string();
    let limit = limit.map_or(-1, i64::from);
    let last_words: Vec<(String, String)> = sqlx::query_as(
        "select key, body from farewell where kind in (select value from json_each(?1))
         order by key limit ?2",
    )
    .bind(&kinds)
    .bind(limit)
    .fetch_all(&mut *connection)
    .await?;
    let mut pending: Vec<_> =
        last_words.into_iter().map(farewell::pending).collect::<Result<_>>()?;
    let sql = format!(
        "select key, revision, body from record
         where {WAITING} and kind in (select value from json_each(?2))
         order by changed_ms, key limit ?3"
    );
    let rows: Vec<(String, i64, String)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(marks)
        .bind(kinds)
        .bind(limit)
        .fetch_all(connection)
        .await?;
    for (key, revision, body) in rows {
        pending.push(PendingRecord { key, revision, record: keep::read(&body)? });
    }
    if let Ok(most) = usize::try_from(limit) {
        pending.truncate(most);
    }
    Ok(pending)
}

impl Library {
    /// Keeps something that only travels, e.g. what this device plays, and sends it.
    pub async fn keep_record(&self, record: Record, now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        write.see(record.newest());
        write.keep(record, None).await?;
        write.commit().await
    }

    /// What waits to be sent, oldest first, at most `limit`.
    pub async fn pending_records(&self, limit: u32) -> Result<Vec<PendingRecord>> {
        pending(&mut *self.reader().await?, &Kind::ALL, Some(limit)).await
    }

    /// How many the server did not take.
    pub async fn refused_count(&self) -> Result<u64> {
        let sql = "select count(*) from record where revision > sent and refused is not null";
        Ok(sqlx::query_scalar(sql).fetch_one(&mut *self.reader().await?).await?)
    }

    /// How many subscriptions there are, and how many episodes were begun or heard, but for what is kept here.
    pub async fn shared_counts(&self) -> Result<(i64, i64)> {
        let sql = "select (select count(*) from subscription where unsubscribed_ms is null
                       and podcast not in (select podcast from kept_here)),
                     (select count(*) from progress where (played or position_ms > 0)
                       and episode not in (select episode.id from kept_here
                         join episode on episode.podcast = kept_here.podcast))";
        Ok(sqlx::query_as(sql).fetch_one(&mut *self.reader().await?).await?)
    }

    /// How many records wait to be sent.
    pub async fn pending_count(&self) -> Result<u64> {
        let mut reader = self.reader().await?;
        let marks = kept_here::load(&mut reader).await?.marks();
        let sql = format!(
            "select (select count(*) from record where {WAITING}) + (select count(*) from farewell)"
        );
        Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(marks).fetch_one(&mut *reader).await?)
    }

    /// Says what the server can hold from now on; nothing: all kinds.
    pub async fn set_holds(&self, kinds: Option<&[Kind]>) -> Result<()> {
        let holds = kinds.map(|kinds| serde_json::json!(kinds).to_string());
        let mut write = self.write(0).await?;
        let is_new = sqlx::query("update sync_state set holds = ?1 where holds is not ?1")
            .bind(holds)
            .execute(write.connection())
            .await?;
        if is_new.rows_affected() > 0 {
            write.wake();
        }
        write.commit().await
    }

    /// Kinds of what would be sent if the server could hold it.
    pub async fn staying_kinds(&self) -> Result<Vec<Kind>> {
        let kinds: Vec<String> = sqlx::query_scalar(
            "select distinct kind from record
             where revision > sent and (select holds from sync_state) is not null
               and kind not in (select value from json_each((select holds from sync_state)))",
        )
        .fetch_all(&mut *self.reader().await?)
        .await?;
        Ok(Kind::ALL
            .into_iter()
            .filter(|kind| kinds.iter().any(|it| it == kind.as_str()))
            .collect())
    }
}
