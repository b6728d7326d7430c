//! What a library says of itself without being opened: another process may have it.

use std::path::Path;

use serde_json::Value;
use sqlx::Connection;

use crate::{Error, Library, Result, inspect, record};

/// A setting, and how much waits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glance {
    pub setting: Option<Value>,
    /// Changes that no server has confirmed, refused ones among them.
    pub waiting: u64,
}

impl Library {
    /// Looks at the library at `path`, changes nothing, and waits for nobody. Of a library that is not there, or empty, there
    /// is nothing to say.
    pub async fn glance(path: &Path, setting: &str) -> Result<Glance> {
        let glanced = glance(path, setting).await;
        glanced.map_err(|error| error.at(path))
    }
}

async fn glance(path: &Path, setting: &str) -> Result<Glance> {
    if !inspect::is_database(path).await? {
        return Ok(Glance::default());
    }
    let mut connection = inspect::to_look_at(path).await?;
    let kept: Option<String> = sqlx::query_scalar("select value from setting where key = ?1")
        .bind(setting)
        .fetch_optional(&mut connection)
        .await?;
    let waiting = record::unconfirmed(&mut connection).await?;
    connection.close().await?;
    let corrupt = |error| Error::Corrupt { detail: format!("setting {setting}: {error}") };
    let setting = kept.map(|text| serde_json::from_str(&text).map_err(corrupt)).transpose()?;
    Ok(Glance { setting, waiting })
}
