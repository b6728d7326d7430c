//! What every request can reach.

use std::sync::Arc;

use crate::{
    auth::Grants, config::Config, db::Database, discovery::Discovery, error::Result, feeds::Feeds,
    hub::Hub, limits::RateLimits, live::Guests, metrics::Metrics,
};

/// The server's parts. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct App(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    config: Config,
    db: Database,
    hub: Hub,
    grants: Grants,
    limits: RateLimits,
    feeds: Feeds,
    guests: Guests,
    discovery: Discovery,
    metrics: Metrics,
    node: String,
}

impl App {
    pub(crate) async fn open(config: Config) -> Result<Self> {
        let db = Database::open(
            &config.data,
            config.database_url.as_deref(),
            config.database_connections,
        )
        .await?;
        Ok(Self(Arc::new(Parts {
            hub: Hub::default(),
            grants: Grants::default(),
            limits: RateLimits::new(config.limits.rate_factor),
            feeds: Feeds::new(&config)?,
            guests: Guests::default(),
            discovery: Discovery::default(),
            metrics: Metrics::default(),
            node: uuid::Uuid::new_v4().simple().to_string(),
            config,
            db,
        })))
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn db(&self) -> &Database {
        &self.0.db
    }

    pub(crate) fn hub(&self) -> &Hub {
        &self.0.hub
    }

    pub(crate) fn grants(&self) -> &Grants {
        &self.0.grants
    }

    pub(crate) fn limits(&self) -> &RateLimits {
        &self.0.limits
    }

    pub(crate) fn feeds(&self) -> &Feeds {
        &self.0.feeds
    }

    pub(crate) fn guests(&self) -> &Guests {
        &self.0.guests
    }

    pub(crate) fn discovery(&self) -> &Discovery {
        &self.0.discovery
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Names this process among those that share the database.
    pub(crate) fn node(&self) -> &str {
        &self.0.node
    }
}
