//! Settings of a profile: JSON values by key.

use std::collections::BTreeSet;

use balados_protocol::{Record, Register, record};
use serde_json::Value;
use sqlx::SqliteConnection;

use crate::{
    Error, Library, PodcastId, Result,
    database::Write,
    podcast,
    record::{address, feed_ref, feeds_with_setting, setting_of_feeds},
};

/// Whether the listener's other devices share a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingScope {
    /// Stays here; nothing waits to be sent.
    Device,
    Shared,
}

impl Library {
    pub async fn setting(&self, key: &str) -> Result<Option<Value>> {
        let text: Option<String> = sqlx::query_scalar("select value from setting where key = ?1")
            .bind(key)
            .fetch_optional(&mut *self.reader().await?)
            .await?;
        text.map(|text| read(key, &text)).transpose()
    }

    /// What the listener wants for one podcast; all devices share it. Nothing where what holds for
    /// everything holds for it too.
    pub async fn podcast_setting(&self, podcast: PodcastId, key: &str) -> Result<Option<Value>> {
        of_podcast(&mut *self.reader().await?, podcast, key).await
    }

    /// Every podcast that has a setting of its own, with what it is.
    pub async fn podcast_settings(&self, key: &str) -> Result<Vec<(PodcastId, Value)>> {
        let mut reader = self.reader().await?;
        let mut podcasts = BTreeSet::new();
        for feed in feeds_with_setting(&mut reader, key).await? {
            if let Some(feed) = address(&feed) {
                podcasts.extend(podcast::find(&mut reader, &feed).await?);
            }
        }
        let mut settings = Vec::with_capacity(podcasts.len());
        for podcast in podcasts {
            let value = of_podcast(&mut reader, podcast, key).await?;
            settings.extend(value.map(|value| (podcast, value)));
        }
        Ok(settings)
    }

    /// Keeps a setting of one podcast, or goes back to what holds for everything.
    ///
    /// # Errors
    /// [`Error::NotFound`] without such a podcast.
    pub async fn set_podcast_setting(
        &self,
        podcast: PodcastId,
        key: &str,
        value: Option<&Value>,
        now_ms: i64,
    ) -> Result<()> {
        let value = value.map(Value::to_string);
        let mut write = self.write(now_ms).await?;
        let feed = podcast::address(write.connection(), podcast).await?;
        let names = podcast::names(write.connection(), podcast).await?;
        let known = setting_of_feeds(write.connection(), &names, key).await?;
        // Other devices could not know an address that is too long.
        let Some(feed) = feed_ref(&feed).filter(|_| known.and_then(|it| it.value) != value) else {
            return Ok(());
        };
        let value = Register::new(value, write.stamp());
        let setting = record::Setting { key: key.to_owned(), feed: Some(feed), value };
        write.keep(Record::Setting(setting), None).await?;
        write.commit().await
    }

    /// Keeps a setting; one that is so already is left alone.
    pub async fn set_setting(
        &self,
        key: &str,
        value: &Value,
        scope: SettingScope,
        now_ms: i64,
    ) -> Result<()> {
        let value = value.to_string();
        let mut write = self.write(now_ms).await?;
        let known: Option<String> = sqlx::query_scalar("select value from setting where key = ?1")
            .bind(key)
            .fetch_optional(write.connection())
            .await?;
        if known.as_ref() == Some(&value) {
            return Ok(());
        }
        let at = write.stamp();
        sqlx::query(
            "insert into setting (key, value, stamp) values (?1, ?2, ?3)
             on conflict (key) do update set value = excluded.value, stamp = excluded.stamp",
        )
        .bind(key)
        .bind(&value)
        .bind(at.0)
        .execute(write.connection())
        .await?;
        if scope == SettingScope::Shared {
            let value = Register::new(Some(value), at);
            let setting = record::Setting { key: key.to_owned(), feed: None, value };
            write.keep(Record::Setting(setting), None).await?;
        }
        write.commit().await
    }
}

/// Under all the names that its feed has had.
async fn of_podcast(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    key: &str,
) -> Result<Option<Value>> {
    let names = podcast::names(connection, podcast).await?;
    let text = setting_of_feeds(connection, &names, key).await?.and_then(|it| it.value);
    text.map(|text| read(key, &text)).transpose()
}

fn read(key: &str, text: &str) -> Result<Value> {
    serde_json::from_str(text)
        .map_err(|error| Error::Corrupt { detail: format!("setting {key}: {error}") })
}

/// Shows what the devices agree on; whether anything differs. A value that is no JSON was made by a defect.
pub(crate) async fn show(write: &mut Write, setting: &record::Setting) -> Result<bool> {
    let value = setting.value.value.as_deref();
    let query = match value.filter(|text| serde_json::from_str::<Value>(text).is_ok()) {
        Some(value) => sqlx::query(
            "insert into setting (key, value, stamp) values (?1, ?2, ?3)
             on conflict (key) do update set value = excluded.value, stamp = excluded.stamp
             where value is not excluded.value",
        )
        .bind(&setting.key)
        .bind(value)
        .bind(setting.value.at.0),
        None => sqlx::query("delete from setting where key = ?1").bind(&setting.key),
    };
    Ok(query.execute(write.connection()).await?.rows_affected() > 0)
}
