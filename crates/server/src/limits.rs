//! How often one account, address or token may ask (protocol.md, section 1.7).

use std::{num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock, clock::DefaultClock};

use crate::http::ApiError;

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    Sync,
    Exchange,
    SubscriptionsRead,
    SubscriptionsMetadata,
    SubscriptionsWrite,
    PlayRead,
    PlayWrite,
    PrivacyRead,
    PrivacyWrite,
    LikesRead,
    LikesWrite,
    CollectionsRead,
    CollectionsWrite,
    AuthRefresh,
    /// Consent pages and apps, by address.
    Auth,
    /// Logging in and registering, by address.
    LogIn,
    PlayGateway,
    Aggregate,
    /// The feed proxy, by address.
    Proxy,
    /// Public JSON, by address.
    Public,
    /// Plays reported over live connections; per second.
    LivePlay,
}

impl Bucket {
    /// How many in how long.
    fn rate(self) -> (u32, Duration) {
        const MINUTE: Duration = Duration::from_mins(1);
        match self {
            Self::Sync
            | Self::SubscriptionsWrite
            | Self::PrivacyWrite
            | Self::LikesWrite
            | Self::CollectionsWrite => (30, MINUTE),
            Self::SubscriptionsMetadata => (20, MINUTE),
            Self::Exchange => (240, MINUTE),
            Self::SubscriptionsRead
            | Self::PlayRead
            | Self::PrivacyRead
            | Self::LikesRead
            | Self::CollectionsRead => (100, MINUTE),
            Self::PlayWrite | Self::PlayGateway => (60, MINUTE),
            Self::AuthRefresh => (100, Duration::from_hours(1)),
            Self::Auth | Self::LogIn | Self::Aggregate => (10, MINUTE),
            Self::Proxy | Self::Public => (300, MINUTE),
            Self::LivePlay => (10, Duration::from_secs(1)),
        }
    }
}

/// One counter for each bucket and key.
#[derive(Debug)]
pub(crate) struct RateLimits {
    limiters: Vec<(Bucket, DefaultKeyedRateLimiter<String>)>,
}

const ALL: [Bucket; 21] = [
    Bucket::Sync,
    Bucket::Exchange,
    Bucket::SubscriptionsRead,
    Bucket::SubscriptionsMetadata,
    Bucket::SubscriptionsWrite,
    Bucket::PlayRead,
    Bucket::PlayWrite,
    Bucket::PrivacyRead,
    Bucket::PrivacyWrite,
    Bucket::LikesRead,
    Bucket::LikesWrite,
    Bucket::CollectionsRead,
    Bucket::CollectionsWrite,
    Bucket::AuthRefresh,
    Bucket::Auth,
    Bucket::LogIn,
    Bucket::PlayGateway,
    Bucket::Aggregate,
    Bucket::Proxy,
    Bucket::Public,
    Bucket::LivePlay,
];

impl RateLimits {
    /// Rates times `factor`; 0 switches all of them off.
    pub(crate) fn new(factor: u32) -> Self {
        let limiters = ALL
            .into_iter()
            .filter_map(|bucket| {
                let (count, window) = bucket.rate();
                let burst = NonZeroU32::new(count.saturating_mul(factor))?;
                let quota = Quota::with_period(window / burst.get())?.allow_burst(burst);
                Some((bucket, RateLimiter::keyed(quota)))
            })
            .collect();
        Self { limiters }
    }

    /// One more for `key`, or how long to wait.
    pub(crate) fn take(&self, bucket: Bucket, key: &str) -> Result<(), ApiError> {
        let Some((_, limiter)) = self.limiters.iter().find(|(of, _)| *of == bucket) else {
            return Ok(());
        };
        limiter.check_key(&key.to_owned()).map_err(|until| ApiError::RateLimited {
            wait: until.wait_time_from(DefaultClock::default().now()),
        })
    }

    /// Forgets keys that have been quiet.
    pub(crate) fn tidy(&self) {
        for (_, limiter) in &self.limiters {
            limiter.retain_recent();
        }
    }
}
