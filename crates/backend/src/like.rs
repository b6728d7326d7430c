//! Liking podcasts and episodes, and the lists of what is liked.

use balados_library::{Cursor, EpisodeId, PodcastId};

use crate::{
    Backend, Event, Result, clock,
    view::{EpisodePage, PodcastPage},
};

impl Backend {
    /// Likes episodes, or no longer. Those that it was news for: the opposite with them undoes it.
    pub async fn set_episodes_liked(&self, ids: Vec<i64>, liked: bool) -> Result<Vec<i64>> {
        let ids: Vec<EpisodeId> = ids.into_iter().map(EpisodeId).collect();
        let changed = self.0.library.set_episodes_liked(&ids, liked, clock::now_ms()).await?;
        self.say_liked(&changed).await?;
        Ok(changed.into_iter().map(|id| id.0).collect())
    }

    /// Likes a podcast, subscribed or not, or no longer.
    pub async fn set_podcast_liked(&self, id: i64, liked: bool) -> Result<()> {
        if self.0.library.set_podcast_liked(PodcastId(id), liked, clock::now_ms()).await? {
            self.0.bus.say(Event::PodcastsChanged { ids: vec![id] });
        }
        Ok(())
    }

    /// The podcast that was liked last comes first.
    pub async fn liked_podcasts(&self, after: Option<String>, limit: u32) -> Result<PodcastPage> {
        let after = after.map(Cursor::new);
        Ok(self.0.library.liked_podcasts(after.as_ref(), limit).await?.into())
    }

    /// The episode that was liked last comes first.
    pub async fn liked_episodes(&self, after: Option<String>, limit: u32) -> Result<EpisodePage> {
        let after = after.map(Cursor::new);
        Ok(self.0.library.liked_episodes(after.as_ref(), limit).await?.into())
    }

    async fn say_liked(&self, ids: &[EpisodeId]) -> Result<()> {
        let rows = self.0.library.episode_rows(ids).await?;
        self.0.listening.rows_changed(&rows).await?;
        self.0.bus.say_episodes(rows.iter().map(|row| (row.podcast, row.id)));
        Ok(())
    }
}
