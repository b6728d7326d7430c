//! How much is sent at once.

use balados_library::{Library, PendingRecord};
use balados_protocol::{Record, exchange::MAX_BATCH};

use super::status::Stop;

/// Bytes of records in one request: below a server's usual limit of 1,000,000 (protocol.md, section 1.8).
pub(super) const BYTES: usize = 900_000;

/// The oldest records that wait, as many as fit; one at least.
pub(super) async fn next(library: &Library, bytes: usize) -> Result<Vec<PendingRecord>, Stop> {
    let most = u32::try_from(MAX_BATCH).unwrap_or(u32::MAX);
    let mut batch = library.pending_records(most).await?;
    let mut sum = 0;
    let fits = batch.iter().take_while(|it| {
        sum += size(&it.record);
        sum <= bytes
    });
    let count = fits.count().max(1);
    batch.truncate(count);
    Ok(batch)
}

/// As JSON.
fn size(record: &Record) -> usize {
    // Writing JSON of plain values into memory does not fail; what could not be written would be refused later.
    serde_json::to_vec(record).map_or(usize::MAX, |json| json.len() + 1)
}
