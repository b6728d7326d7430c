//! Episodes: their lists and pages, marks, and files.

use balados_library::{Cursor, EpisodeId, EpisodeQuery, PodcastId};

use crate::{
    Backend, Event, Result, clock,
    view::{Episode, EpisodeFilter, EpisodeOrder, EpisodePage, EpisodeProgressBefore},
};

impl Backend {
    /// A podcast's episodes whose title contains `text`, without regard to case and accents.
    pub async fn episodes(
        &self,
        podcast_id: i64,
        filter: EpisodeFilter,
        order: EpisodeOrder,
        text: Option<String>,
        after: Option<String>,
        limit: u32,
    ) -> Result<EpisodePage> {
        let query = EpisodeQuery {
            podcast: PodcastId(podcast_id),
            filter: filter.into(),
            order: order.into(),
            text,
            after: after.map(Cursor::new),
            limit,
        };
        Ok(self.0.library.episodes(&query).await?.into())
    }

    pub async fn episode(&self, id: i64) -> Result<Episode> {
        Ok(self.0.library.episode(EpisodeId(id)).await?.into())
    }

    /// Marks episodes as played or unplayed; the answer undoes it.
    pub async fn set_played(
        &self,
        episode_ids: Vec<i64>,
        played: bool,
    ) -> Result<Vec<EpisodeProgressBefore>> {
        let ids: Vec<EpisodeId> = episode_ids.into_iter().map(EpisodeId).collect();
        let before = self.0.library.set_played(&ids, played, clock::now_ms()).await?;
        self.say_changed(&ids).await?;
        Ok(before.into_iter().map(Into::into).collect())
    }

    /// Undoes [`Backend::set_played`].
    pub async fn restore_progress(&self, before: Vec<EpisodeProgressBefore>) -> Result<()> {
        let ids: Vec<EpisodeId> = before.iter().map(|one| EpisodeId(one.episode_id)).collect();
        let before: Vec<_> = before.into_iter().map(Into::into).collect();
        self.0.library.restore_progress(&before, clock::now_ms()).await?;
        self.say_changed(&ids).await
    }

    /// Puts an episode into the queue of downloads.
    pub async fn download(&self, id: i64) -> Result<()> {
        self.0.downloads.start(EpisodeId(id)).await
    }

    /// Gives a download up; what has come so far is removed.
    pub async fn cancel_download(&self, id: i64) -> Result<()> {
        self.0.downloads.remove(EpisodeId(id)).await
    }

    /// Removes the file of an episode.
    pub async fn remove_download(&self, id: i64) -> Result<()> {
        self.0.downloads.remove(EpisodeId(id)).await
    }

    /// Says which episodes were marked, one event for each podcast, and that counters are others.
    async fn say_changed(&self, ids: &[EpisodeId]) -> Result<()> {
        let podcasts = self.say_look_changed(ids).await?;
        self.0.bus.say(Event::PodcastsChanged { ids: podcasts });
        Ok(())
    }

    /// Says which episodes look different now, one event for each podcast; the answer is those.
    pub(crate) async fn say_look_changed(&self, ids: &[EpisodeId]) -> Result<Vec<i64>> {
        let rows = self.0.library.episode_rows(ids).await?;
        self.0.listening.episodes_changed(&rows).await?;
        self.0.bus.say_episodes(rows.iter().map(|row| (row.podcast, row.id)));
        let mut podcasts: Vec<i64> = rows.iter().map(|row| row.podcast.0).collect();
        podcasts.sort_unstable();
        podcasts.dedup();
        Ok(podcasts)
    }
}
