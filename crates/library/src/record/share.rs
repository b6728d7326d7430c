//! Sharing a show again that was kept on this device: what is here goes to the others, as if it had been done now, and
//! what they did meanwhile is joined with it.

use balados_protocol::{Record, Stamp};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::{Changed, exchange, keep, kept_here, show::Shown, state};
use crate::{Library, PodcastId, Result, database::Write};

impl Library {
    /// Undoes [`Library::keep_here`].
    pub async fn share(&self, id: PodcastId, now_ms: i64) -> Result<Changed> {
        let mut write = self.write(now_ms).await?;
        let feeds = kept_here::ids(write.connection(), id).await?;
        let feeds = serde_json::json!(feeds).to_string();
        let kept = sqlx::query("delete from kept_here where podcast = ?1")
            .bind(id)
            .execute(write.connection())
            .await?;
        if kept.rows_affected() == 0 {
            return Ok(Changed::default());
        }
        sqlx::query("delete from farewell where feed in (select value from json_each(?1))")
            .bind(&feeds)
            .execute(write.connection())
            .await?;
        say_again(&mut write, &feeds).await?;
        let changed = hear(&mut write, &feeds).await?;
        write.wake();
        write.commit().await?;
        Ok(changed)
    }
}

/// What is there counts as done now; how far an episode was heard needs no moment.
async fn say_again(write: &mut Write, feeds: &str) -> Result<()> {
    let at = write.stamp();
    for (key, body) in rows(write.connection(), feeds).await? {
        let record = keep::read(&body)?;
        if record.is_gone() || matches!(record, Record::Listening(_)) {
            continue;
        }
        let mut value: Value = serde_json::from_str(&body).unwrap_or_default();
        stamp(&mut value, at);
        sqlx::query("update record set body = ?2, revision = revision + 1 where key = ?1")
            .bind(key)
            .bind(value.to_string())
            .execute(write.connection())
            .await?;
    }
    Ok(())
}

/// What the others said meanwhile, and what the tables make of all of it.
async fn hear(write: &mut Write, feeds: &str) -> Result<Changed> {
    let download = state::load(write.connection()).await?.download;
    let bodies: Vec<String> = sqlx::query_scalar(
        "delete from elsewhere where feed in (select value from json_each(?1)) returning body",
    )
    .bind(feeds)
    .fetch_all(write.connection())
    .await?;
    for body in &bodies {
        exchange::join(write, &keep::read(body)?, download).await?;
    }
    let mut shown = Shown::new(write.connection()).await?;
    for (_, body) in rows(write.connection(), feeds).await? {
        shown.note(&keep::read(&body)?);
    }
    shown.show(write).await
}

async fn rows(connection: &mut SqliteConnection, feeds: &str) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query_as(
        "select key, body from record where feed in (select value from json_each(?1)) order by key",
    )
    .bind(feeds)
    .fetch_all(connection)
    .await?)
}

/// Every stamp of a record is called `at`, or something that ends in `_at`; that it was once left stays as it was.
fn stamp(value: &mut Value, at: Stamp) {
    let Value::Object(fields) = value else { return };
    for (name, field) in fields {
        let is_end = name == "unsubscribed_at" || name == "unliked_at";
        match field {
            Value::Number(_) if (name == "at" || name.ends_with("_at")) && !is_end => {
                *field = at.0.into();
            }
            field => stamp(field, at),
        }
    }
}
