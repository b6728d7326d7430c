//! The end of a download of everything: what the server had once and has no more.

use super::{keep, show::Shown};
use crate::{Result, database::Write};

/// How long a server remembers removals (docs/protocol-extensions.md, "Merging").
const REMEMBERED_MS: i64 = 45 * 24 * 3_600_000;

/// A device that was here within the time for which removals are remembered has missed none: what the server lacks, it
/// has lost, and gets again. For a device that was away for longer, what is not there was removed.
pub(super) async fn end(
    write: &mut Write,
    download: i64,
    last_exchange_ms: Option<i64>,
    shown: &mut Shown,
) -> Result<()> {
    let missed = last_exchange_ms.is_some_and(|last| write.now_ms - last >= REMEMBERED_MS);
    if missed {
        forget(write, download, shown).await?;
    }
    sqlx::query(
        "update record set revision = revision + 1 where sent > 0 and sent >= revision and seen < ?1",
    )
    .bind(download)
    .execute(write.connection())
    .await?;
    Ok(())
}

/// What was heard stays heard, whatever a server has forgotten.
async fn forget(write: &mut Write, download: i64, shown: &mut Shown) -> Result<()> {
    let bodies: Vec<String> = sqlx::query_scalar(
        "delete from record where sent > 0 and sent >= revision and seen < ?1 and kind <> 'listening'
         returning body",
    )
    .bind(download)
    .fetch_all(write.connection())
    .await?;
    for body in &bodies {
        shown.note(&keep::read(body)?);
    }
    Ok(())
}
