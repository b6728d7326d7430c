//! Shows by words, in public directories.
//!
//! Words leave this computer when the listener sends them, never while they type, and never again by themselves. They
//! are kept in memory only, and in no log. Whoever is asked hears nothing of an account.

mod answers;
mod merge;
mod settings;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use balados_feeds::{Directories, Directory, Error as FeedsError, FoundShow};
use balados_library::{KnownFeed, Library};
use balados_protocol::{ErrorClass, FeedUrl};
use tokio::{task::JoinHandle, time::Instant};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::answers::{Answer, Answers, Said};
use crate::{Backend, Error, Event, Result, clock, event_bus::EventBus, view};

/// What one directory is asked for: more than anybody looks through.
const LIMIT: usize = 40;
/// Longer than any title, in characters.
const LONGEST: usize = 200;

/// Clones are the same.
#[derive(Clone)]
pub(crate) struct Search(Arc<Parts>);

struct Parts {
    library: Library,
    directories: Directories,
    bus: EventBus,
    stop: CancellationToken,
    tasks: TaskTracker,
    answers: Mutex<Answers>,
}

impl Search {
    pub(crate) fn new(
        library: Library,
        directories: Directories,
        bus: EventBus,
        stop: CancellationToken,
        tasks: TaskTracker,
    ) -> Self {
        let answers = Mutex::default();
        Self(Arc::new(Parts { library, directories, bus, stop, tasks, answers }))
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.0.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks behind whoever calls this those that have not answered these words lately. A search for other words that is
    /// still going on is given up.
    async fn ask(&self, words: &str) -> Result<Vec<JoinHandle<()>>> {
        let words = one_line(words);
        if words.is_empty() {
            return Err(Error::new("search-empty", ErrorClass::Local, "there are no words"));
        }
        let allowed = settings::allowed(&self.0.library).await?;
        if allowed.is_empty() {
            return Err(Error::new("search-off", ErrorClass::Local, "no directory may be asked"));
        }
        let (wanted, token) =
            self.answers().begin(&words, &allowed, Instant::now(), || self.0.stop.child_token());
        let asked = wanted.into_iter().map(|directory| {
            let (search, words, token) = (self.clone(), words.clone(), token.clone());
            self.0.tasks.spawn(async move {
                token.run_until_cancelled(search.ask_one(directory, &words)).await;
            })
        });
        let asked = asked.collect();
        self.0.bus.say(Event::SearchChanged);
        Ok(asked)
    }

    async fn ask_one(&self, directory: Directory, words: &str) {
        let found = self.0.directories.search(directory, words, LIMIT).await;
        let at = Instant::now();
        let answer = match found {
            Ok(shows) => Answer::Found(shows),
            Err(error) => {
                tracing::info!(?directory, code = error.code(), "A directory does not answer");
                Answer::Failed(self.failed(directory, error, at))
            }
        };
        self.answers().note(words, directory, answer, at);
        self.0.bus.say(Event::SearchChanged);
    }

    /// One that is asked too often is left alone for a while, whatever the listener looks for.
    fn failed(&self, directory: Directory, error: FeedsError, at: Instant) -> Error {
        let pause = match &error {
            FeedsError::Busy { retry_after, .. } => Some(*retry_after),
            _ => None,
        };
        let error = Error::from(error);
        if let Some(wish) = pause {
            let said = Said { error: error.clone(), at, now_ms: clock::now_ms() };
            self.answers().rest(directory, wish, said);
        }
        error
    }

    async fn view(&self, words: &str) -> Result<view::ShowSearch> {
        let words = one_line(words);
        let allowed = settings::allowed(&self.0.library).await?;
        let told = self.answers().told(&words, &allowed);
        let lists: Vec<&[FoundShow]> = told.iter().filter_map(|(_, it)| it.shows()).collect();
        let shows = merge::merge(&words, &lists);
        let known = self.known(&shows).await?;
        let directories = told.iter().map(|(directory, answer)| view::AskedDirectory {
            directory: (*directory).into(),
            host: self.0.directories.host(*directory),
            state: answer.into(),
        });
        Ok(view::ShowSearch {
            directories: directories.collect(),
            shows: shows.into_iter().zip(known).map(|(show, known)| to_view(show, known)).collect(),
            words,
        })
    }

    /// What the library has of them, also where it reads the same address without encryption.
    async fn known(&self, shows: &[FoundShow]) -> Result<Vec<Option<KnownFeed>>> {
        let feeds: Vec<FeedUrl> = shows.iter().map(|show| show.feed.clone()).collect();
        let plain: Vec<FeedUrl> = feeds.iter().map(without_encryption).collect();
        let known = self.0.library.known_feeds(&feeds).await?;
        let known_plain = self.0.library.known_feeds(&plain).await?;
        Ok(known.into_iter().zip(known_plain).map(|(known, plain)| known.or(plain)).collect())
    }
}

fn without_encryption(feed: &FeedUrl) -> FeedUrl {
    let plain = feed.as_str().strip_prefix("https://").map(|rest| format!("http://{rest}"));
    plain.and_then(|plain| FeedUrl::parse(&plain).ok()).unwrap_or_else(|| feed.clone())
}

fn one_line(words: &str) -> String {
    let parts = words.split(|c: char| c.is_whitespace() || c.is_control());
    let line: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    line.join(" ").chars().take(LONGEST).collect()
}

fn to_view(show: FoundShow, known: Option<KnownFeed>) -> view::FoundShow {
    view::FoundShow {
        feed_url: show.feed.into(),
        title: show.title,
        author: show.author,
        description: show.description,
        image: show.image,
        episode_count: show.episode_count,
        latest_ms: show.latest_ms,
        podcast_id: known.map(|known| known.id.0),
        subscribed: known.is_some_and(|known| known.subscribed),
    }
}

impl From<Directory> for view::Directory {
    fn from(directory: Directory) -> Self {
        match directory {
            Directory::Apple => Self::Apple,
            Directory::Fyyd => Self::Fyyd,
        }
    }
}

impl From<&Answer> for view::DirectoryState {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::None => Self::NotAsked,
            Answer::Asking => Self::Asking,
            Answer::Found(_) => Self::Answered,
            Answer::Failed(error) => Self::Failed { error: error.clone() },
        }
    }
}

impl Backend {
    /// What was found with these words so far. Nobody is asked.
    pub async fn found_shows(&self, words: &str) -> Result<view::ShowSearch> {
        self.0.search.view(words).await
    }

    /// Sends the words to the directories. [`Event::SearchChanged`] says that one of them has answered, or could not.
    pub async fn search_shows(&self, words: &str) -> Result<()> {
        self.0.search.ask(words).await.map(drop)
    }

    /// As [`Backend::found_shows`], when all have answered: for who has no events.
    pub async fn search_shows_now(&self, words: &str) -> Result<view::ShowSearch> {
        for asked in self.0.search.ask(words).await? {
            asked.await?;
        }
        self.0.search.view(words).await
    }
}
