//! When an episode counts as heard: one rule for every caller.

const END_CREDITS_MS: u64 = 30_000;

/// Whether listening at `position_ms` completes an episode of `duration_ms`.
///
/// Within the last 30 seconds or the last 2 %, whichever is longer, but never more than the
/// last 10 %, so that a one-minute episode is not over half-way. Without a known duration only
/// the end itself completes, and the caller knows that.
pub fn is_complete(position_ms: u64, duration_ms: Option<u64>) -> bool {
    match duration_ms {
        None | Some(0) => false,
        Some(duration) => {
            let tail = END_CREDITS_MS.max(duration / 50).min(duration / 10);
            position_ms >= duration - tail
        }
    }
}
