//! Downloads that have ended, gathered until the listener has seen them.

use balados_backend::PictureOf;

use super::{Act, Kind, Notice, lines};
use crate::{
    open_at::Place,
    words::{Spoken, Word},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Download {
    pub(super) episode: i64,
    pub(super) title: String,
    pub(super) show: String,
}

/// Those that ended in the same way.
#[derive(Debug, Default)]
pub(super) struct Ended(Vec<Download>);

impl Ended {
    pub(super) fn add(&mut self, download: Download) {
        self.0.retain(|other| other.episode != download.episode);
        self.0.push(download);
    }

    /// It was tried again, removed, or has ended in another way.
    pub(super) fn drop_episode(&mut self, episode: i64) {
        self.0.retain(|download| download.episode != episode);
    }

    pub(super) fn done(&self, spoken: Spoken) -> Option<Notice> {
        self.notice(Kind::DownloadsDone, Word::DownloadsDone, spoken)
    }

    pub(super) fn failed(&self, spoken: Spoken) -> Option<Notice> {
        let mut notice = self.notice(Kind::DownloadsFailed, Word::DownloadsFailed, spoken)?;
        let episodes = self.0.iter().map(|download| download.episode).collect();
        notice.buttons = vec![(Word::TryAgain.say(spoken), Act::Download(episodes))];
        Some(notice)
    }

    fn notice(&self, kind: Kind, title: Word, spoken: Spoken) -> Option<Notice> {
        let last = self.0.last()?;
        let body = match self.0.as_slice() {
            [only] => format!("{}\n{}", only.title, only.show),
            several => {
                let titles: Vec<_> =
                    several.iter().map(|download| download.title.clone()).collect();
                lines(&titles, several.len(), spoken)
            }
        };
        Some(Notice {
            kind,
            title: title.count(spoken, self.0.len()),
            body,
            cover: Some(PictureOf::Episode(last.episode)),
            click: Act::Open(Place::Episode { id: last.episode }),
            buttons: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn download(episode: i64) -> Download {
        Download { episode, title: format!("Episode {episode}"), show: "Show".to_owned() }
    }

    #[test]
    fn one_is_named_with_its_show() {
        let mut ended = Ended::default();
        assert_eq!(ended.done(Spoken::English), None);
        ended.add(download(1));
        let notice = ended.done(Spoken::English).unwrap();
        assert_eq!(
            (notice.title.as_str(), notice.body.as_str()),
            ("Download finished", "Episode 1\nShow")
        );
        assert_eq!(notice.click, Act::Open(Place::Episode { id: 1 }));
    }

    #[test]
    fn several_that_failed_are_tried_again_together() {
        let mut ended = Ended::default();
        for episode in [1, 2, 1] {
            ended.add(download(episode));
        }
        let notice = ended.failed(Spoken::French).unwrap();
        assert_eq!(notice.title, "2 téléchargements ont échoué");
        assert_eq!(notice.body, "Episode 2\nEpisode 1");
        assert_eq!(notice.buttons, [("Réessayer", Act::Download(vec![2, 1]))]);
        ended.drop_episode(2);
        assert_eq!(ended.failed(Spoken::French).unwrap().title, "Un téléchargement a échoué");
    }
}
