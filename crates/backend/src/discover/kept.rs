//! What a server told, as it is kept and shown.

use balados_library::{KnownFeed, Library, Popular};
use balados_protocol::{FeedUrl, ItemId};
use balados_sync as sync;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, to_view::whole, view};

/// The lists of a server, and when it told them.
pub(super) struct Kept {
    lists: Lists,
    pub(super) told_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct Lists {
    podcasts: Vec<view::PopularPodcast>,
    episodes: Vec<view::PopularEpisode>,
}

/// What is kept of this server. What cannot be read was kept by another version: it is asked for anew.
pub(super) async fn of(library: &Library, host: &str) -> Result<Option<Kept>> {
    let kept = library.popular().await?.filter(|kept| kept.server == host);
    Ok(kept.and_then(|Popular { lists, told_ms, .. }| {
        serde_json::from_value(lists).ok().map(|lists| Kept { lists, told_ms })
    }))
}

impl Kept {
    pub(super) fn new(
        podcasts: Vec<sync::PopularPodcast>,
        episodes: Vec<sync::PopularEpisode>,
        told_ms: i64,
    ) -> Self {
        let podcasts = podcasts.into_iter().map(Into::into).collect();
        let episodes = episodes.into_iter().map(Into::into).collect();
        Self { lists: Lists { podcasts, episodes }, told_ms }
    }

    pub(super) async fn keep(self, library: &Library, host: &str) -> Result<()> {
        let lists = serde_json::to_value(&self.lists).map_err(Error::internal)?;
        let popular = Popular { server: host.to_owned(), lists, told_ms: self.told_ms };
        Ok(library.keep_popular(&popular).await?)
    }

    /// With what the library knows of each entry now.
    pub(super) async fn view(self, library: &Library) -> Result<view::Discover> {
        let Lists { mut podcasts, mut episodes } = self.lists;
        let known = known(library, podcasts.iter().map(|it| it.feed_url.as_str())).await?;
        for (it, known) in podcasts.iter_mut().zip(known) {
            it.podcast_id = known.map(|known| known.id.0);
            it.subscribed = known.is_some_and(|known| known.subscribed);
        }
        let known = self::known(library, episodes.iter().map(|it| it.feed_url.as_str())).await?;
        for (it, known) in episodes.iter_mut().zip(known) {
            it.podcast_id = known.map(|known| known.id.0);
            it.subscribed = known.is_some_and(|known| known.subscribed);
            it.episode_id = episode(library, known, &it.key).await?;
        }
        let told_ms = Some(self.told_ms);
        Ok(view::Discover { podcasts, episodes, told_ms, ..view::Discover::default() })
    }
}

/// An address that was kept can be read: it was made by [`FeedUrl`].
async fn known(
    library: &Library,
    feeds: impl Iterator<Item = &str>,
) -> Result<Vec<Option<KnownFeed>>> {
    let feeds = feeds.map(FeedUrl::parse).collect::<Result<Vec<_>, _>>()?;
    Ok(library.known_feeds(&feeds).await?)
}

async fn episode(library: &Library, known: Option<KnownFeed>, key: &str) -> Result<Option<i64>> {
    let item = ItemId::read(key).ok().and_then(|item| item.parts().ok());
    let (Some(known), Some(item)) = (known, item) else { return Ok(None) };
    Ok(library.episode_named(known.id, &item).await?.map(|id| id.0))
}

impl From<sync::Popularity> for view::Popularity {
    fn from(counts: sync::Popularity) -> Self {
        Self {
            subscribers: counts.subscribers.map(whole),
            likes: counts.likes.map(whole),
            plays: counts.plays.map(whole),
        }
    }
}

impl From<sync::PopularPodcast> for view::PopularPodcast {
    fn from(it: sync::PopularPodcast) -> Self {
        Self {
            title: it.title.unwrap_or_else(|| it.feed.host().to_owned()),
            feed_url: it.feed.into(),
            author: it.author,
            description: it.description,
            image: it.image,
            popularity: it.popularity.into(),
            podcast_id: None,
            subscribed: false,
        }
    }
}

impl From<sync::PopularEpisode> for view::PopularEpisode {
    fn from(it: sync::PopularEpisode) -> Self {
        Self {
            feed_url: it.feed.into(),
            key: it.item.as_str().to_owned(),
            title: it.title,
            podcast_title: it.podcast,
            image: it.image,
            popularity: it.popularity.into(),
            podcast_id: None,
            episode_id: None,
            subscribed: false,
        }
    }
}
