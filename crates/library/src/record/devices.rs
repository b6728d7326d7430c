//! The listener's devices, and what each plays now.

use balados_protocol::{
    Record, RecordKey, Register,
    record::{Device, NowPlaying, PlayingState},
};
use sqlx::SqliteConnection;

use super::{keep, wire};
use crate::{EpisodeId, Library, Result, episode};

/// A device as it said of itself last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherDevice {
    pub id: String,
    pub name: Option<String>,
    /// The episode in its player, where it is in the library.
    pub episode: Option<EpisodeId>,
    pub position_ms: u64,
    pub is_playing: bool,
    /// When it said so, by the hybrid clock.
    pub at_ms: i64,
}

/// What this device has in its player.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InPlayer {
    pub episode: EpisodeId,
    pub position_ms: u64,
    pub is_playing: bool,
}

impl Library {
    /// Tells the listener's other devices what this one is called and has in its player.
    pub async fn tell_playing(
        &self,
        device: &str,
        name: &str,
        playing: Option<InPlayer>,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        let playing = match playing {
            Some(playing) => now_playing(write.connection(), playing).await?,
            None => None,
        };
        let known = keep::load(write.connection(), &RecordKey::device(device)).await?;
        let at = write.stamp();
        let is_named = matches!(&known, Some(Record::Device(it))
            if it.name.as_ref().is_some_and(|known| known.value == name));
        let record = Device {
            id: device.to_owned(),
            name: (!is_named).then(|| Register::new(name.to_owned(), at)),
            playing: Some(Register::new(playing, at)),
            removed: None,
        };
        write.keep(Record::Device(record), None).await?;
        write.commit().await
    }

    /// The listener's devices but this one, the one that spoke last first.
    pub async fn other_devices(&self, own: &str) -> Result<Vec<OtherDevice>> {
        let mut reader = self.reader().await?;
        let bodies: Vec<String> =
            sqlx::query_scalar("select body from record where kind = 'device'")
                .fetch_all(&mut *reader)
                .await?;
        let mut devices = Vec::new();
        for body in &bodies {
            let record = keep::read(body)?;
            let is_gone = record.is_gone();
            if let Record::Device(it) = record
                && it.id != own
                && !is_gone
            {
                devices.push(shown(&mut reader, it).await?);
            }
        }
        devices.sort_by_key(|device| std::cmp::Reverse(device.at_ms));
        Ok(devices)
    }
}

async fn now_playing(
    connection: &mut SqliteConnection,
    playing: InPlayer,
) -> Result<Option<NowPlaying>> {
    let key = episode::key(connection, playing.episode).await?;
    let (Some(feed), Some(item)) = (wire::feed_ref(&key.feed), wire::item_ref(&key)) else {
        return Ok(None);
    };
    let state = if playing.is_playing { PlayingState::Playing } else { PlayingState::Paused };
    let position_ms = playing.position_ms.min(balados_protocol::record::MAX_POSITION_MS);
    Ok(Some(NowPlaying { feed, item, position_ms, state }))
}

async fn shown(connection: &mut SqliteConnection, device: Device) -> Result<OtherDevice> {
    let at_ms = device.playing.as_ref().map_or(0, |playing| playing.at.0);
    let playing = device.playing.and_then(|playing| playing.value);
    let episode = match &playing {
        Some(playing) => shown_as(connection, playing).await?,
        None => None,
    };
    Ok(OtherDevice {
        id: device.id,
        name: device.name.map(|name| name.value),
        episode,
        position_ms: playing.as_ref().map_or(0, |playing| playing.position_ms),
        is_playing: playing.is_some_and(|playing| playing.state == PlayingState::Playing),
        at_ms,
    })
}

/// What was played was listened to: its listening knows the episode.
async fn shown_as(
    connection: &mut SqliteConnection,
    playing: &NowPlaying,
) -> Result<Option<EpisodeId>> {
    let key = RecordKey::listening(&playing.feed, &playing.item);
    let episode: Option<Option<EpisodeId>> =
        sqlx::query_scalar("select episode from record where key = ?1")
            .bind(key.as_str())
            .fetch_optional(connection)
            .await?;
    Ok(episode.flatten())
}
