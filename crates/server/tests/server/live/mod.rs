//! The live connection.

mod changes;
mod converge;
mod ends;
mod messages;

const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
const ITEM: &str = "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz";
/// A moment in 2023, well before any test runs.
const T0: i64 = 1_700_000_000_000;
