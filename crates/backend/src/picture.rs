//! Covers and the pictures of show notes, through the local cache.

use std::path::PathBuf;

use balados_feeds::PictureSize as CacheSize;
use balados_library::{EpisodeId, PodcastId};
use balados_protocol::ErrorClass;

use crate::{Backend, Error, Result, clock};

/// Which picture is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureOf {
    Podcast(i64),
    /// The episode's own, else its podcast's.
    Episode(i64),
    /// A picture in show notes, by its address.
    Remote(String),
}

/// The edge of the square that a picture is made to fit, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureSize {
    /// 96
    Small,
    /// 300
    Medium,
    /// 600
    Large,
}

/// An encoded picture that was made here: safe to show.
#[derive(Debug)]
pub struct Picture {
    pub bytes: Vec<u8>,
    pub mime: &'static str,
}

impl Backend {
    /// From the cache, else from the publisher; a failure is remembered for a while.
    pub async fn picture(&self, of: PictureOf, size: PictureSize) -> Result<Picture> {
        let url = self.picture_url(of).await?;
        let picture = self.0.artwork.picture(&url, size.into(), clock::now_ms()).await?;
        Ok(Picture { bytes: picture.bytes.to_vec(), mime: picture.mime })
    }

    /// The same, as a file of the cache, for programs that read files. It may be gone later.
    pub async fn picture_file(&self, of: PictureOf, size: PictureSize) -> Result<PathBuf> {
        let url = self.picture_url(of).await?;
        Ok(self.0.artwork.file(&url, size.into(), clock::now_ms()).await?)
    }

    async fn picture_url(&self, of: PictureOf) -> Result<String> {
        let url = match of {
            PictureOf::Podcast(id) => self.0.library.podcast(PodcastId(id)).await?.row.artwork_url,
            PictureOf::Episode(id) => self.0.library.episode(EpisodeId(id)).await?.row.artwork_url,
            PictureOf::Remote(url) => Some(url),
        };
        url.ok_or_else(|| Error::new("not-found", ErrorClass::Permanent, "there is no picture"))
    }
}

impl From<PictureSize> for CacheSize {
    fn from(size: PictureSize) -> Self {
        match size {
            PictureSize::Small => Self::Small96,
            PictureSize::Medium => Self::Medium300,
            PictureSize::Large => Self::Large600,
        }
    }
}
