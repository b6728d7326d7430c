//! New episodes, gathered until the listener has seen them: one notice, however many there are.

use balados_backend::{PictureOf, view::NewEpisode};

use super::{Act, Kind, Notice, lines};
use crate::{
    open_at::Place,
    words::{Spoken, Word},
};

#[derive(Debug, Default)]
pub(super) struct News {
    /// In the order in which they had news.
    shows: Vec<Show>,
}

#[derive(Debug)]
struct Show {
    id: i64,
    title: String,
    count: usize,
    /// Of many, some.
    episodes: Vec<NewEpisode>,
}

impl News {
    pub(super) fn add(&mut self, id: i64, title: String, count: i64, episodes: Vec<NewEpisode>) {
        let count = usize::try_from(count).unwrap_or_default();
        match self.shows.iter_mut().find(|show| show.id == id) {
            Some(show) => {
                show.title = title;
                show.count += count;
                show.episodes.splice(..0, episodes);
            }
            None => self.shows.push(Show { id, title, count, episodes }),
        }
    }

    /// One episode by its title, one show by its episodes, several by their names.
    pub(super) fn notice(&self, spoken: Spoken) -> Option<Notice> {
        let count: usize = self.shows.iter().map(|show| show.count).sum();
        let told = Word::NewEpisodes.count(spoken, count);
        match self.shows.as_slice() {
            [] => None,
            [Show { title, episodes, .. }] if count == 1 => {
                let episode = episodes.first()?;
                Some(one(episode, title, spoken))
            }
            [show] => {
                let titles: Vec<_> =
                    show.episodes.iter().map(|episode| episode.title.clone()).collect();
                let body = format!("{told}\n{}", lines(&titles, show.count, spoken));
                Some(notice(show.title.clone(), body, Place::Podcast { id: show.id }))
            }
            shows => {
                let names: Vec<_> = shows.iter().map(|show| named(show, spoken)).collect();
                let body = lines(&names, shows.len(), spoken);
                Some(notice(told, body, Place::Subscriptions))
            }
        }
    }
}

fn one(episode: &NewEpisode, show: &str, spoken: Spoken) -> Notice {
    let mut notice =
        notice(episode.title.clone(), show.to_owned(), Place::Episode { id: episode.id });
    if episode.playable {
        notice.buttons = vec![(Word::Listen.say(spoken), Act::Play(episode.id))];
    }
    notice
}

fn named(show: &Show, spoken: Spoken) -> String {
    let count = show.count.to_string();
    Word::ShowAndCount.with(spoken, &[("show", &show.title), ("count", &count)])
}

fn notice(title: String, body: String, place: Place) -> Notice {
    let cover = match &place {
        Place::Episode { id } => Some(PictureOf::Episode(*id)),
        Place::Podcast { id } => Some(PictureOf::Podcast(*id)),
        _ => None,
    };
    Notice {
        kind: Kind::NewEpisodes,
        title,
        body,
        cover,
        click: Act::Open(place),
        buttons: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn episodes(ids: impl IntoIterator<Item = i64>) -> Vec<NewEpisode> {
        ids.into_iter()
            .map(|id| NewEpisode { id, title: format!("Episode {id}"), playable: id != 9 })
            .collect()
    }

    fn said(shows: &[(i64, i64, std::ops::Range<i64>)], spoken: Spoken) -> Notice {
        let mut news = News::default();
        for (id, count, ids) in shows {
            news.add(*id, format!("Show {id}"), *count, episodes(ids.clone()));
        }
        news.notice(spoken).unwrap()
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        assert_eq!(News::default().notice(Spoken::English), None);
    }

    #[test]
    fn one_episode_is_named_and_can_be_heard_at_once() {
        let notice = said(&[(1, 1, 5..6)], Spoken::French);
        assert_eq!((notice.title.as_str(), notice.body.as_str()), ("Episode 5", "Show 1"));
        assert_eq!(notice.click, Act::Open(Place::Episode { id: 5 }));
        assert_eq!(notice.buttons, [("Écouter", Act::Play(5))]);
        assert_eq!(said(&[(1, 1, 9..10)], Spoken::French).buttons, [], "there is no sound in it");
    }

    #[test]
    fn several_of_one_show_are_listed() {
        let notice = said(&[(1, 2, 5..7)], Spoken::English);
        assert_eq!(notice.title, "Show 1");
        assert_eq!(notice.body, "2 new episodes\nEpisode 5\nEpisode 6");
        assert_eq!(notice.click, Act::Open(Place::Podcast { id: 1 }));
        let many = said(&[(1, 300, 1..21)], Spoken::English).body;
        assert_eq!(many, "300 new episodes\nEpisode 1\nEpisode 2\nEpisode 3\nand 297 more");
    }

    #[test]
    fn several_shows_are_counted_and_named() {
        let notice = said(&[(1, 2, 1..3), (2, 1, 3..4)], Spoken::French);
        assert_eq!(notice.title, "3 nouveaux épisodes");
        assert_eq!(notice.body, "Show 1 (2)\nShow 2 (1)");
        let shows: Vec<_> = (0..800).map(|id| (id, 1, id..id + 1)).collect();
        let flood = said(&shows, Spoken::English);
        assert_eq!(flood.body, "Show 0 (1)\nShow 1 (1)\nShow 2 (1)\nand 797 more");
    }

    #[test]
    fn what_comes_later_is_added_in_front() {
        let mut news = News::default();
        news.add(1, "Old name".to_owned(), 1, episodes([1]));
        news.add(1, "Show".to_owned(), 1, episodes([2]));
        let notice = news.notice(Spoken::English).unwrap();
        assert_eq!(notice.title, "Show");
        assert_eq!(notice.body, "2 new episodes\nEpisode 2\nEpisode 1");
    }
}
