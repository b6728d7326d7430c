//! How the server is set up: flags, then the environment, then a TOML file, then what is good for most.

use std::{net::SocketAddr, path::PathBuf};

use serde::Deserialize;
use url::Url;

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    /// Anybody.
    Open,
    /// Whoever has an invitation.
    Invite,
    /// Nobody; accounts are made by `balados-server user add`.
    #[default]
    Closed,
}

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the embedded database and the caches are.
    pub data: PathBuf,
    /// `postgres://…`; without it the embedded database is used.
    pub database_url: Option<String>,
    pub database_connections: u32,
    pub listen: SocketAddr,
    /// The address that browsers and apps use, without a path.
    pub public_url: Url,
    pub registration: Registration,
    /// PEM files; without them the server speaks plain HTTP, for a proxy in front of it.
    pub tls: Option<Tls>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Lets `/metrics` be read from elsewhere than this machine.
    pub metrics_token: Option<String>,
    pub limits: Limits,
    pub feeds: Feeds,
}

impl Config {
    /// What is good for most, with the embedded database in `data`: on this machine only, for whoever was let in.
    pub fn new(data: PathBuf, listen: SocketAddr, public_url: Url) -> Self {
        Self {
            data,
            database_url: None,
            database_connections: 10,
            listen,
            public_url,
            registration: Registration::default(),
            tls: None,
            trusted_proxies: Vec::new(),
            metrics_token: None,
            limits: Limits::default(),
            feeds: Feeds::default(),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// What one account or address may take. 0 switches a limit off.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Largest request body after decompression, in bytes.
    pub body: usize,
    /// Largest frame on the live connection, in bytes.
    pub frame: usize,
    /// Most records of one account.
    pub records: i64,
    /// Most live connections of one account.
    pub connections_per_account: usize,
    /// Most live connections from one address.
    pub connections_per_address: usize,
    /// Multiplies every rate of protocol.md, section 1.7.
    pub rate_factor: u32,
    /// Seconds after which an unfinished request is given up.
    pub request_seconds: u64,
    /// Seconds after which a silent live connection is closed.
    pub idle_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1_000_000,
            frame: 65_536,
            records: 500_000,
            connections_per_account: 50,
            connections_per_address: 200,
            rate_factor: 1,
            request_seconds: 30,
            idle_seconds: 60,
        }
    }
}

/// How publishers' feeds are fetched for listeners.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Feeds {
    /// Largest feed, in bytes.
    pub size: usize,
    /// Bytes of memory for feeds.
    pub cache: u64,
    /// Seconds for which a feed is served without asking again.
    pub fresh_seconds: u64,
    /// Seconds for which a publisher's server may be silent.
    pub timeout_seconds: u64,
    /// Lets feeds be fetched from private addresses. For tests and closed networks only.
    pub allow_private: bool,
}

impl Default for Feeds {
    fn default() -> Self {
        Self {
            size: 20_000_000,
            cache: 128_000_000,
            fresh_seconds: 300,
            timeout_seconds: 10,
            allow_private: false,
        }
    }
}
