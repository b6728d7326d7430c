//! Where settings come from: flags, then the environment, then a TOML file, then what is good for most.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use serde::Deserialize;
use url::Url;

use crate::{
    Config,
    config::{Feeds, Limits, Registration, Tls},
    error::{Error, Result},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum LogFormat {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Settings {
    /// A TOML file with the names of these flags, and [limits] and [feeds]
    #[arg(long, global = true, env = "BALADOS_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the embedded database [default: ./data]
    #[arg(long, global = true, env = "BALADOS_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// postgres://…, instead of the embedded database
    #[arg(long, global = true, env = "BALADOS_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Most connections to the database [default: 10]
    #[arg(long, global = true, env = "BALADOS_DATABASE_CONNECTIONS", value_name = "COUNT")]
    database_connections: Option<u32>,
    /// Where to listen [default: 127.0.0.1:4000]
    #[arg(long, global = true, env = "BALADOS_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// The address that browsers and apps use [default: where it listens]
    #[arg(long, global = true, env = "BALADOS_PUBLIC_URL", value_name = "URL")]
    public_url: Option<Url>,
    /// Who may make an account [default: closed]
    #[arg(long, global = true, env = "BALADOS_REGISTRATION")]
    registration: Option<Registration>,
    /// Proxies whose X-Forwarded-For is believed, with commas between
    #[arg(
        long,
        global = true,
        env = "BALADOS_TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "ADDRESS"
    )]
    trusted_proxies: Option<Vec<IpAddr>>,
    /// PEM file with the certificate and those that vouch for it: the server speaks HTTPS itself
    #[arg(
        long,
        global = true,
        env = "BALADOS_TLS_CERTIFICATE",
        value_name = "FILE",
        requires = "tls_key"
    )]
    tls_certificate: Option<PathBuf>,
    /// PEM file with the key of that certificate
    #[arg(
        long,
        global = true,
        env = "BALADOS_TLS_KEY",
        value_name = "FILE",
        requires = "tls_certificate"
    )]
    tls_key: Option<PathBuf>,
    /// Lets /metrics be read from other machines, with this bearer token
    #[arg(long, global = true, env = "BALADOS_METRICS_TOKEN", hide_env_values = true)]
    metrics_token: Option<String>,
    /// How the log is written
    #[arg(long, global = true, env = "BALADOS_LOG_FORMAT", default_value = "text")]
    pub(super) log_format: LogFormat,
}

/// The same in a file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    data: Option<PathBuf>,
    database_url: Option<String>,
    database_connections: Option<u32>,
    listen: Option<SocketAddr>,
    public_url: Option<Url>,
    registration: Option<Registration>,
    trusted_proxies: Option<Vec<IpAddr>>,
    metrics_token: Option<String>,
    tls: Option<Tls>,
    limits: Limits,
    feeds: Feeds,
}

impl Settings {
    pub(super) fn config(&self) -> Result<Config> {
        let file = self.file()?;
        let tls = self.tls().or(file.tls);
        let listen = self.listen.or(file.listen).unwrap_or(([127, 0, 0, 1], 4_000).into());
        let public_url = self.public_url.clone().or(file.public_url);
        let public_url = public_url.map_or_else(|| own_url(listen, tls.is_some()), public)?;
        let data = self.data.clone().or(file.data).unwrap_or_else(|| "data".into());
        let usual = Config::new(data, listen, public_url);
        let connections = self.database_connections.or(file.database_connections);
        Ok(Config {
            database_url: self.database_url.clone().or(file.database_url),
            database_connections: connections.unwrap_or(usual.database_connections),
            registration: self.registration.or(file.registration).unwrap_or_default(),
            tls,
            trusted_proxies: self
                .trusted_proxies
                .clone()
                .or(file.trusted_proxies)
                .unwrap_or_default(),
            metrics_token: self.metrics_token.clone().or(file.metrics_token),
            limits: file.limits,
            feeds: file.feeds,
            ..usual
        })
    }

    fn tls(&self) -> Option<Tls> {
        let (certificate, key) = (self.tls_certificate.clone()?, self.tls_key.clone()?);
        Some(Tls { certificate, key })
    }

    fn file(&self) -> Result<File> {
        let Some(path) = &self.config else { return Ok(File::default()) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::Config(format!("{}: {error}", path.display())))?;
        toml::from_str(&text).map_err(|error| Error::Config(format!("{}: {error}", path.display())))
    }
}

fn own_url(listen: SocketAddr, is_secure: bool) -> Result<Url> {
    let scheme = if is_secure { "https" } else { "http" };
    Url::parse(&format!("{scheme}://{listen}")).map_err(|error| Error::Config(error.to_string()))
}

/// Apps put paths behind it.
fn public(url: Url) -> Result<Url> {
    let is_plain = matches!(url.scheme(), "http" | "https")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    let why = || Error::Config(format!("public-url is not an address without a path: {url}"));
    if is_plain { Ok(url) } else { Err(why()) }
}
