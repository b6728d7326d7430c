//! The library in a few numbers.

use balados_library::PodcastOrder;

use crate::{
    Backend, Result,
    view::{FeedHealth, Status},
};

const PAGE: u32 = 500;

impl Backend {
    pub async fn status(&self) -> Result<Status> {
        let mut status =
            Status { data_dir: self.0.data_dir.display().to_string(), ..Status::default() };
        let mut after = None;
        loop {
            let page =
                self.0.library.podcasts(PodcastOrder::Title, None, after.as_ref(), PAGE).await?;
            for row in page.items {
                status.podcasts += 1;
                status.episodes += row.episode_count;
                status.unplayed += row.unplayed_count;
                let health = FeedHealth::from(row.health);
                status.failing_feeds +=
                    i64::from(matches!(health, FeedHealth::Failing { .. } | FeedHealth::Gone));
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let player = self.player();
        status.episode = player.episode;
        status.position_ms = player.position_ms;
        let sync = self.sync().await?;
        status.server = sync.account.map(|account| account.server);
        status.last_exchange_ms = sync.last_exchange_ms;
        status.changes_refused = sync.refused;
        status.changes_waiting = sync.waiting - sync.refused;
        Ok(status)
    }
}
