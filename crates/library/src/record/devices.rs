//! The listener's devices, and what each plays now.

use balados_protocol::{
    Record, RecordKey, Register,
    record::{Device, NowPlaying, PlayingState},
};
use sqlx::SqliteConnection;

use super::{keep, kept_here, wire};
use crate::{EpisodeId, Error, Library, Result, database::Write, episode};

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

/// One of the listener's devices, this one or another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    pub id: String,
    pub name: Option<String>,
    /// When it last said something of itself, or was renamed; by the hybrid clock.
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
    /// Tells the listener's other devices what this one has in its player, and what it is called where they do not know
    /// yet: a name that was given to it stays. What is kept on this device is told to nobody.
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
        let is_named = matches!(&known, Some(Record::Device(it)) if it.name.is_some());
        // Whoever forgot it sees that it is still in use.
        let is_back = known.is_some_and(|it| it.is_gone());
        let record = Device {
            id: device.to_owned(),
            name: (!is_named).then(|| Register::new(name.to_owned(), at)),
            playing: Some(Register::new(playing, at)),
            removed: is_back.then(|| Register::new(false, at)),
        };
        write.keep(Record::Device(record), None).await?;
        write.commit().await
    }

    /// The listener's devices but this one, the one that spoke last first.
    pub async fn other_devices(&self, own: &str) -> Result<Vec<OtherDevice>> {
        let mut reader = self.reader().await?;
        let mut devices = Vec::new();
        for it in present(&mut reader).await?.into_iter().filter(|it| it.id != own) {
            devices.push(shown(&mut reader, it).await?);
        }
        devices.sort_by_key(|device| std::cmp::Reverse(device.at_ms));
        Ok(devices)
    }

    /// All of the listener's devices, the one that was in use last first.
    pub async fn known_devices(&self) -> Result<Vec<KnownDevice>> {
        let devices = present(&mut *self.reader().await?).await?.into_iter();
        let mut devices: Vec<_> = devices
            .map(|it| KnownDevice {
                at_ms: Record::Device(it.clone()).newest().0,
                id: it.id,
                name: it.name.map(|name| name.value),
            })
            .collect();
        devices.sort_by_key(|device| std::cmp::Reverse(device.at_ms));
        Ok(devices)
    }

    /// The name that was given to a device, or that it gave itself.
    pub async fn device_name(&self, id: &str) -> Result<Option<String>> {
        match keep::load(&mut *self.reader().await?, &RecordKey::device(id)).await? {
            Some(Record::Device(it)) => Ok(it.name.map(|name| name.value)),
            _ => Ok(None),
        }
    }

    /// Gives a device a name, here and on all others. 1 to 255 characters.
    pub async fn rename_device(&self, id: &str, name: &str, now_ms: i64) -> Result<()> {
        let is_name =
            !name.trim().is_empty() && name.chars().count() <= balados_protocol::record::MAX_NAME;
        if !is_name {
            return Err(Error::OutOfRange { what: "the name of a device" });
        }
        let mut write = self.known_device(id, now_ms).await?;
        let name = Some(Register::new(name.trim().to_owned(), write.stamp()));
        let record = Device { id: id.to_owned(), name, playing: None, removed: None };
        write.keep(Record::Device(record), None).await?;
        write.commit().await
    }

    /// Takes a device off the list, here and on all others. It comes back when it is used again.
    pub async fn forget_device(&self, id: &str, now_ms: i64) -> Result<()> {
        let mut write = self.known_device(id, now_ms).await?;
        let removed = Some(Register::new(true, write.stamp()));
        let record = Device { id: id.to_owned(), name: None, playing: None, removed };
        write.keep(Record::Device(record), None).await?;
        write.commit().await
    }

    async fn known_device(&self, id: &str, now_ms: i64) -> Result<Write> {
        let mut write = self.write(now_ms).await?;
        match keep::load(write.connection(), &RecordKey::device(id)).await? {
            Some(_) => Ok(write),
            None => Err(Error::NotFound { what: "device" }),
        }
    }
}

async fn present(connection: &mut SqliteConnection) -> Result<Vec<Device>> {
    let bodies: Vec<String> = sqlx::query_scalar("select body from record where kind = 'device'")
        .fetch_all(connection)
        .await?;
    let mut devices = Vec::new();
    for body in &bodies {
        match keep::read(body)? {
            record if record.is_gone() => {}
            Record::Device(it) => devices.push(it),
            _ => {}
        }
    }
    Ok(devices)
}

async fn now_playing(
    connection: &mut SqliteConnection,
    playing: InPlayer,
) -> Result<Option<NowPlaying>> {
    let key = episode::key(connection, playing.episode).await?;
    let kept_here = kept_here::load(connection).await?;
    if wire::feed_ref(&key.feed).is_some_and(|feed| kept_here.is_name(feed.as_str())) {
        return Ok(None);
    }
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
