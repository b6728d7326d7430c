//! What is done with a clock that is wrong: the server's decides.

use balados_protocol::Stamp;
use serde_json::Value;

use super::{keep, show::Shown, state::SyncState};
use crate::{Error, Result, database::Write};

/// A clock that is off by less is as good as the server's.
const TOLERATED_MS: i64 = 2 * 60_000;
/// Stamps so far ahead of the server are about to be refused by it.
const AHEAD_MS: i64 = 30_000;

/// Stamps of what was done since the last exchange, by a clock that was off, are moved to when it really was: after
/// what was known then, and not in the future. Nobody else has seen them.
///
/// `known` is the newest stamp that others have: what happens here stays later than it.
pub(super) async fn correct(
    write: &mut Write,
    state: &SyncState,
    known: Stamp,
    server_ms: i64,
    shown: &mut Shown,
) -> Result<()> {
    let offset_ms = server_ms.saturating_sub(write.now_ms);
    sqlx::query("update sync_state set clock_offset_ms = ?1")
        .bind(offset_ms)
        .execute(write.connection())
        .await?;
    let is_ahead = write.last_stamp().0 > server_ms.saturating_add(AHEAD_MS);
    let was_right = offset_ms.saturating_sub(state.clock_offset_ms).abs() < TOLERATED_MS;
    if was_right && !is_ahead {
        return Ok(());
    }
    let shift = Shift {
        by_ms: if was_right { 0 } else { offset_ms - state.clock_offset_ms },
        after: state.exchanged_stamp,
        upto: server_ms.max(known.0.saturating_add(1)),
    };
    let waiting: Vec<(String, String, Option<String>)> =
        sqlx::query_as("select key, body, theirs from record where revision > sent")
            .fetch_all(write.connection())
            .await?;
    for (key, body, theirs) in waiting {
        let Some(body) = shift.of(&body)? else { continue };
        let theirs = theirs.as_deref().map(keep::read).transpose()?;
        let record = keep::join(theirs, keep::read(&body)?)?;
        sqlx::query("update record set body = ?2, revision = revision + 1 where key = ?1")
            .bind(key)
            .bind(keep::body(&record)?)
            .execute(write.connection())
            .await?;
        shown.note(&record);
    }
    let farewells: Vec<(String, String)> =
        sqlx::query_as("select key, body from farewell").fetch_all(write.connection()).await?;
    for (key, body) in farewells {
        let Some(body) = shift.of(&body)? else { continue };
        sqlx::query("update farewell set body = ?2 where key = ?1")
            .bind(key)
            .bind(body)
            .execute(write.connection())
            .await?;
    }
    if is_ahead {
        write.set_back(Stamp(shift.upto));
    }
    Ok(())
}

struct Shift {
    by_ms: i64,
    /// What is not later than this was known to the server.
    after: i64,
    upto: i64,
}

impl Shift {
    /// The record with other stamps; nothing when they are as they should be.
    fn of(&self, body: &str) -> Result<Option<String>> {
        let mut value: Value = serde_json::from_str(body)
            .map_err(|error| Error::Corrupt { detail: format!("a record: {error}") })?;
        let mut has_changed = false;
        self.walk(&mut value, &mut has_changed);
        Ok(has_changed.then(|| value.to_string()))
    }

    /// Every stamp of a record is called `at`, or something that ends in `_at`.
    fn walk(&self, value: &mut Value, has_changed: &mut bool) {
        let Value::Object(fields) = value else { return };
        for (name, field) in fields {
            let is_stamp = name == "at" || name.ends_with("_at");
            match field.as_i64() {
                Some(stamp) if is_stamp => {
                    let moved = self.moved(stamp);
                    *has_changed |= moved != stamp;
                    *field = moved.into();
                }
                _ => self.walk(field, has_changed),
            }
        }
    }

    fn moved(&self, stamp: i64) -> i64 {
        let moved = stamp.saturating_add(self.by_ms);
        // Made before the clock went wrong, or after something that was later than it.
        let is_right = if self.by_ms > 0 { moved > self.upto } else { stamp <= self.upto };
        if stamp <= self.after || is_right {
            return stamp.min(self.upto.max(self.after));
        }
        moved.clamp(self.after.saturating_add(1), self.upto)
    }
}
