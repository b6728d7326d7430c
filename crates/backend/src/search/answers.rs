//! What the directories have answered to the last searches. In memory only.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    time::Duration,
};

use balados_feeds::{Directory, FoundShow, RetryAfter};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Error;

/// How long an answer is new enough: looking at a page again asks nobody.
const FRESH: Duration = Duration::from_mins(10);
/// Searches that a listener may go back to.
const KEPT: usize = 20;
/// How long a directory is left alone that said so and not for how long; and the longest that is believed.
const REST: Duration = Duration::from_mins(1);
const LONGEST_REST: Duration = Duration::from_mins(10);

#[derive(Debug, Clone, Default)]
pub(super) enum Answer {
    #[default]
    None,
    Asking,
    Found(Vec<FoundShow>),
    Failed(Error),
}

impl Answer {
    pub(super) fn shows(&self) -> Option<&[FoundShow]> {
        match self {
            Self::Found(shows) => Some(shows),
            Self::None | Self::Asking | Self::Failed(_) => None,
        }
    }
}

/// What a directory said instead of an answer, and when: by the clock that only goes on, and by the one on the wall.
pub(super) struct Said {
    pub(super) error: Error,
    pub(super) at: Instant,
    pub(super) now_ms: i64,
}

/// One search, and who has said what to it.
struct Asked {
    words: String,
    answers: BTreeMap<Directory, (Instant, Answer)>,
}

#[derive(Default)]
pub(super) struct Answers {
    /// The newest last.
    searches: VecDeque<Asked>,
    /// Ends the search that is going on.
    running: Option<(String, CancellationToken)>,
    /// Who wants to be left alone until when, and what it said.
    resting: HashMap<Directory, (Instant, Error)>,
}

impl Answers {
    /// Who has to be asked for these words now, and what ends it.
    pub(super) fn begin(
        &mut self,
        words: &str,
        allowed: &[Directory],
        now: Instant,
        new_token: impl FnOnce() -> CancellationToken,
    ) -> (Vec<Directory>, CancellationToken) {
        let token = match &self.running {
            Some((running, token)) if running == words => token.clone(),
            _ => {
                self.give_up();
                let token = new_token();
                self.running = Some((words.to_owned(), token.clone()));
                token
            }
        };
        self.resting.retain(|_, (until, _)| *until > now);
        let resting = self.resting.clone();
        let asked = self.search(words);
        let mut wanted = Vec::new();
        for directory in allowed {
            let is_settled = match asked.answers.get(directory) {
                Some((_, Answer::Asking)) => true,
                Some((at, Answer::Found(_))) => now.duration_since(*at) < FRESH,
                Some((_, Answer::Failed(_) | Answer::None)) | None => false,
            };
            if is_settled {
                continue;
            }
            let answer = if let Some((_, error)) = resting.get(directory) {
                Answer::Failed(error.clone())
            } else {
                wanted.push(*directory);
                Answer::Asking
            };
            asked.answers.insert(*directory, (now, answer));
        }
        (wanted, token)
    }

    /// A search for other words begins: what has not answered will not.
    fn give_up(&mut self) {
        if let Some((_, token)) = self.running.take() {
            token.cancel();
        }
        for asked in &mut self.searches {
            asked.answers.retain(|_, (_, answer)| !matches!(answer, Answer::Asking));
        }
    }

    /// The search for these words, as the newest.
    fn search(&mut self, words: &str) -> &mut Asked {
        let known = self.searches.iter().position(|it| it.words == words);
        let asked = known.and_then(|at| self.searches.remove(at));
        let new = || Asked { words: words.to_owned(), answers: BTreeMap::new() };
        if self.searches.len() >= KEPT {
            self.searches.pop_front();
        }
        self.searches.push_back(asked.unwrap_or_else(new));
        let last = self.searches.len() - 1;
        &mut self.searches[last]
    }

    /// A late answer to what was given up is dropped.
    pub(super) fn note(&mut self, words: &str, of: Directory, answer: Answer, now: Instant) {
        let asked = self.searches.iter_mut().find(|it| it.words == words);
        if let Some(waits @ (_, Answer::Asking)) = asked.and_then(|it| it.answers.get_mut(&of)) {
            *waits = (now, answer);
        }
    }

    /// A directory wants a pause: as long as it says, within bounds.
    pub(super) fn rest(&mut self, of: Directory, wish: Option<RetryAfter>, said: Said) {
        let span = wish.map_or(REST, |wish| {
            let ms = wish.until_ms(said.now_ms).saturating_sub(said.now_ms);
            Duration::from_millis(ms.unsigned_abs()).min(LONGEST_REST)
        });
        self.resting.insert(of, (said.at + span, said.error));
    }

    /// What these directories have said.
    pub(super) fn told(&self, words: &str, of: &[Directory]) -> Vec<(Directory, Answer)> {
        let asked = self.searches.iter().find(|it| it.words == words);
        let answer = |directory: &Directory| {
            let known = asked.and_then(|it| it.answers.get(directory));
            (*directory, known.map(|(_, answer)| answer.clone()).unwrap_or_default())
        };
        of.iter().map(answer).collect()
    }
}
