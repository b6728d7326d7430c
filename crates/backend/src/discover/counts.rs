//! How popular single podcasts and episodes are: asked when they are looked at, and remembered for a while.

use std::{collections::HashMap, time::Duration};

use balados_library::{EpisodeId, PodcastId};
use balados_protocol::{FeedUrl, ItemId, record::Level, secret::may_be_secret};
use tokio::time::Instant;

use super::Discover;
use crate::{Event, Result, server::Server, view::Popularity};

/// How long a number is new enough.
const FRESH: Duration = Duration::from_mins(10);
/// Beyond this many, those that were asked for longest ago are forgotten.
const MOST: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Subject {
    Podcast(i64),
    Episode(i64),
}

/// What the server has to be asked with.
enum Question {
    Podcast(FeedUrl),
    Episode(ItemId),
}

/// What is remembered of one server.
#[derive(Default)]
pub(super) struct Counts {
    host: String,
    known: HashMap<Subject, (Instant, Option<Popularity>)>,
}

impl Counts {
    /// What is known, and whether it is to be asked for; whoever is told so asks.
    fn look(&mut self, host: &str, subject: Subject, now: Instant) -> (Option<Popularity>, bool) {
        if self.host != host {
            *self = Self { host: host.to_owned(), known: HashMap::new() };
        }
        let known = self.known.get(&subject).copied();
        let is_old = known.is_none_or(|(asked, _)| now.duration_since(asked) >= FRESH);
        let counts = known.and_then(|(_, counts)| counts);
        if is_old {
            self.known.insert(subject, (now, counts));
            self.forget_oldest();
        }
        (counts, is_old)
    }

    fn forget_oldest(&mut self) {
        if self.known.len() <= MOST {
            return;
        }
        let oldest = self.known.iter().min_by_key(|(_, (asked, _))| *asked).map(|(it, _)| *it);
        oldest.and_then(|subject| self.known.remove(&subject));
    }

    /// Whether that is news.
    fn note(&mut self, host: &str, subject: Subject, counts: Option<Popularity>) -> bool {
        match self.known.get_mut(&subject) {
            Some((_, known)) if self.host == host && *known != counts => {
                *known = counts;
                true
            }
            _ => false,
        }
    }
}

impl Discover {
    pub(super) async fn podcast_popularity(
        &self,
        id: i64,
        feed: &FeedUrl,
    ) -> Result<Option<Popularity>> {
        if !self.may_name(PodcastId(id), feed).await? {
            return Ok(None);
        }
        Ok(self.popularity(Subject::Podcast(id), || Question::Podcast(feed.clone())))
    }

    pub(super) async fn episode_popularity(&self, id: i64) -> Result<Option<Popularity>> {
        let episode = self.0.library.episode(EpisodeId(id)).await?;
        let podcast = PodcastId(episode.row.podcast.0);
        let feed = self.0.library.feed(podcast).await?.url;
        let item = ItemId::of(episode.guid.as_ref(), episode.enclosure.as_ref());
        let Some(item) = item else { return Ok(None) };
        if !self.may_name(podcast, &feed).await? {
            return Ok(None);
        }
        Ok(self.popularity(Subject::Episode(id), || Question::Episode(item)))
    }

    /// To look at something says that one knows it: not said of what is nobody's business.
    async fn may_name(&self, podcast: PodcastId, feed: &FeedUrl) -> Result<bool> {
        let is_open =
            !may_be_secret(&feed.to_url()) && !self.0.library.is_kept_here(podcast).await?;
        Ok(is_open && self.0.library.level_of(feed).await? != Level::Private)
    }

    fn popularity(
        &self,
        subject: Subject,
        question: impl FnOnce() -> Question,
    ) -> Option<Popularity> {
        let server = self.0.server.get()?;
        let (counts, is_old) = self.state().counts.look(&server.host, subject, Instant::now());
        if is_old {
            let (discover, question) = (self.clone(), question());
            let stop = self.0.stop.clone();
            self.0.tasks.spawn(async move {
                stop.run_until_cancelled(discover.count(server, subject, question)).await;
            });
        }
        counts
    }

    async fn count(&self, server: Server, subject: Subject, question: Question) {
        let answer = match &question {
            Question::Podcast(feed) => server.api.podcast_popularity(feed).await,
            Question::Episode(item) => server.api.episode_popularity(item).await,
        };
        let counts = match answer {
            Ok(counts) => counts.map(Popularity::from),
            Err(error) => {
                tracing::debug!(code = error.code(), "The server does not say how popular it is");
                return;
            }
        };
        if self.state().counts.note(&server.host, subject, counts) {
            self.0.bus.say(match subject {
                Subject::Podcast(id) => {
                    Event::PopularityChanged { podcast_id: Some(id), episode_id: None }
                }
                Subject::Episode(id) => {
                    Event::PopularityChanged { podcast_id: None, episode_id: Some(id) }
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_asked_for_once_in_a_while_and_of_one_server() {
        let (mut counts, now) = (Counts::default(), Instant::now());
        let subject = Subject::Podcast(1);
        let some = Some(Popularity { likes: Some(3), ..Popularity::default() });
        assert_eq!(counts.look("one", subject, now), (None, true));
        assert_eq!(counts.look("one", subject, now), (None, false));
        assert!(counts.note("one", subject, some) && !counts.note("one", subject, some));
        assert_eq!(counts.look("one", subject, now), (some, false));
        assert_eq!(counts.look("one", subject, now + FRESH), (some, true));
        assert_eq!(counts.look("other", subject, now), (None, true));
        assert!(!counts.note("one", subject, some), "an answer of the server before");
        for id in 0..600 {
            counts.look("other", Subject::Episode(id), now + Duration::from_secs(1));
        }
        assert_eq!(counts.known.len(), MOST);
    }
}
