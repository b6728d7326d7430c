//! What has happened in one library and was not seen yet.

use balados_backend::{Backend, Event, view};
use tokio::time::Instant;

use super::{
    Kind, Notice,
    attention::Attention,
    downloads::{Download, Ended},
    news::News,
    timing::Timing,
};
use crate::{settings::NoticeSettings, words::Spoken};

/// What of one library was not seen yet.
#[derive(Default)]
pub(super) struct Gathered {
    news: News,
    news_timing: Timing,
    done: Ended,
    done_timing: Timing,
    failed: Ended,
    failed_timing: Timing,
    pub(super) sync_timing: Timing,
    /// What the listener knows of sync.
    pub(super) attention: Option<Attention>,
}

async fn named(episode: i64, backend: &Backend) -> Option<Download> {
    let shown = backend.episode(episode).await.ok()?.summary;
    Some(Download { episode, title: shown.title, show: shown.podcast_title })
}

impl Gathered {
    pub(super) async fn hear(&mut self, event: Event, backend: &Backend) {
        let now = Instant::now();
        match event {
            Event::DownloadChanged { episode_id: id, download: view::Download::Done { .. } } => {
                self.failed.drop_episode(id);
                if let Some(download) = named(id, backend).await {
                    self.done.add(download);
                    self.done_timing.touch(now);
                }
            }
            Event::DownloadChanged { episode_id: id, download: view::Download::Failed { .. } } => {
                if let Some(download) = named(id, backend).await {
                    self.failed.add(download);
                    self.failed_timing.touch(now);
                }
            }
            // Tried again, or removed.
            Event::DownloadChanged { episode_id: id, .. } => {
                self.failed.drop_episode(id);
                self.done.drop_episode(id);
            }
            Event::NewEpisodes { podcast_id, podcast_title, count, episodes } => {
                self.news.add(podcast_id, podcast_title, count, episodes);
                self.news_timing.touch(now);
            }
            // Only the first: while much is exchanged it is said over and over.
            Event::SyncChanged | Event::ReloadAll if self.sync_timing.due().is_none() => {
                self.sync_timing.touch(now);
            }
            _ => {}
        }
    }

    pub(super) fn due(&self) -> Option<Instant> {
        let timings = [self.news_timing, self.done_timing, self.failed_timing, self.sync_timing];
        timings.into_iter().filter_map(Timing::due).min()
    }

    pub(super) fn due_notices(
        &mut self,
        now: Instant,
        is_round_over: bool,
        wanted: NoticeSettings,
        spoken: Spoken,
    ) -> Vec<Notice> {
        let mut notices = Vec::new();
        if self.news_timing.is_up(now, is_round_over) && wanted.new_episodes {
            notices.extend(self.news.notice(spoken));
        }
        if self.failed_timing.is_up(now, true) && wanted.downloads_failed {
            notices.extend(self.failed.failed(spoken));
        }
        if self.done_timing.is_up(now, true) && wanted.downloads_done {
            notices.extend(self.done.done(spoken));
        }
        notices
    }

    /// The listener is at the window, which shows it all.
    pub(super) fn has_seen(&mut self) {
        for kind in [Kind::NewEpisodes, Kind::DownloadsDone, Kind::DownloadsFailed] {
            self.has_seen_of(kind);
        }
    }

    pub(super) fn has_seen_of(&mut self, kind: Kind) {
        match kind {
            Kind::NewEpisodes => {
                (self.news, self.news_timing) = (News::default(), Timing::default());
            }
            Kind::DownloadsDone => {
                (self.done, self.done_timing) = (Ended::default(), Timing::default());
            }
            Kind::DownloadsFailed => {
                (self.failed, self.failed_timing) = (Ended::default(), Timing::default());
            }
            Kind::Sync | Kind::SleepTimer | Kind::StillRunning | Kind::NoWindow => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use balados_backend::view::NewEpisode;

    use super::*;

    /// What is told of all that can happen.
    fn told(wanted: NoticeSettings) -> Vec<Kind> {
        let begun = Instant::now();
        let mut gathered = Gathered::default();
        let episode = NewEpisode { id: 1, title: "Tides".to_owned(), playable: true };
        gathered.news.add(1, "The Sea".to_owned(), 1, vec![episode]);
        gathered.news_timing.touch(begun);
        let download =
            |episode| Download { episode, title: "Tides".to_owned(), show: "The Sea".to_owned() };
        gathered.failed.add(download(2));
        gathered.failed_timing.touch(begun);
        gathered.done.add(download(3));
        gathered.done_timing.touch(begun);
        let later = begun + Duration::from_mins(1);
        let notices = gathered.due_notices(later, true, wanted, Spoken::English);
        notices.into_iter().map(|notice| notice.kind).collect()
    }

    #[test]
    fn each_kind_can_be_switched_off_alone() {
        let all = NoticeSettings { downloads_done: true, ..NoticeSettings::default() };
        let kinds = [Kind::NewEpisodes, Kind::DownloadsFailed, Kind::DownloadsDone];
        assert_eq!(told(all), kinds);
        let without = [
            NoticeSettings { new_episodes: false, ..all },
            NoticeSettings { downloads_failed: false, ..all },
            NoticeSettings { downloads_done: false, ..all },
        ];
        for (off, wanted) in kinds.into_iter().zip(without) {
            let rest: Vec<_> = kinds.into_iter().filter(|kind| *kind != off).collect();
            assert_eq!(told(wanted), rest);
        }
    }
}
