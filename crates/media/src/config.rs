//! How much the store keeps, and how long it waits.

use std::time::Duration;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// The store's limits. [`StoreConfig::default`] is what the app uses.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// Most bytes kept of what was only streamed; downloads do not count.
    pub cache_limit_bytes: u64,
    /// Larger files are refused, and endless ones end here.
    pub max_file_bytes: u64,
    /// Bytes that a download leaves free on the disk.
    pub spare_disk_bytes: u64,
    /// How far a stream is fetched ahead of its reader.
    pub read_ahead_bytes: u64,
    /// A gap up to this size is read through: shorter than a new request takes.
    pub read_through_bytes: u64,
    /// What is present is made durable after this many bytes, or after `checkpoint_every`.
    pub checkpoint_bytes: u64,
    pub checkpoint_every: Duration,
    pub patience: Patience,
    pub user_agent: String,
}

/// How long a server may keep us waiting.
#[derive(Debug, Clone)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// From the request to the answer's headers, redirects included.
    pub answer: Duration,
    /// For the next byte of a body.
    pub stall: Duration,
    /// Without any progress, over all attempts, once the server has answered.
    pub progress: Duration,
    /// The same as long as no server has answered: someone waits to hear that it does not work.
    pub first_answer: Duration,
    /// Before the second attempt; doubled up to `longest_delay`.
    pub first_delay: Duration,
    pub longest_delay: Duration,
    /// An unread connection is closed after this.
    pub idle: Duration,
}

impl Default for StoreConfig {
    fn default() -> Self {
        Self {
            cache_limit_bytes: GIB,
            max_file_bytes: 8 * GIB,
            spare_disk_bytes: 64 * MIB,
            read_ahead_bytes: 4 * MIB,
            read_through_bytes: 256 * KIB,
            checkpoint_bytes: 16 * MIB,
            checkpoint_every: Duration::from_secs(5),
            patience: Patience::default(),
            user_agent: concat!("Balados/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            stall: Duration::from_secs(15),
            progress: Duration::from_mins(1),
            first_answer: Duration::from_secs(20),
            first_delay: Duration::from_millis(250),
            longest_delay: Duration::from_secs(8),
            idle: Duration::from_mins(1),
        }
    }
}
