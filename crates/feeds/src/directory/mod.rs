//! Public directories of podcasts: shows by words, without an account or a key.
//!
//! A directory hears the words, the country if one is given, and what any web server hears of a visitor; no cookie is
//! kept. What it answers is as hostile as a feed: bounded in time and size, and an entry that cannot be read costs no other.

mod apple;
mod entry;
mod fyyd;

use std::time::Duration;

use balados_protocol::FeedUrl;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde_json::Value;
use url::Url;

use crate::{
    Error, Http, Result,
    http::{self, Answer},
    parse::decode_text,
};

/// A hundred entries of the most talkative one are a tenth of this, in bytes.
const BODY_LIMIT: u64 = 4_000_000;

/// Who can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Directory {
    /// Apple Podcasts, by the iTunes Search API.
    Apple,
    /// fyyd.de, by version 0.2 of its API.
    Fyyd,
}

impl Directory {
    pub const ALL: [Self; 2] = [Self::Apple, Self::Fyyd];
}

/// Where the directories are, and how they are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryConfig {
    /// Without a path.
    pub apple: Url,
    /// Without a path.
    pub fyyd: Url,
    /// Two letters (ISO 3166): whose shows come first.
    pub country: Option<String>,
    /// For one answer, redirects included. 15 s: fyyd may need half of it.
    pub patience: Duration,
}

impl DirectoryConfig {
    /// The public ones.
    pub fn public() -> Result<Self, url::ParseError> {
        Ok(Self {
            fyyd: "https://api.fyyd.de/".parse()?,
            ..Self::all_at("https://itunes.apple.com/".parse()?)
        })
    }

    /// All of them at one address: their paths differ.
    pub fn all_at(base: Url) -> Self {
        Self { apple: base.clone(), fyyd: base, country: None, patience: Duration::from_secs(15) }
    }
}

/// A show that a directory names. The texts are plain, on one line, and bounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundShow {
    pub feed: FeedUrl,
    pub title: String,
    pub author: Option<String>,
    pub description: Option<String>,
    /// Where the directory itself has a copy, that one: looking at a list should tell no publisher.
    pub image: Option<String>,
    pub episode_count: Option<u32>,
    /// UTC, ms.
    pub latest_ms: Option<i64>,
}

/// Asks directories. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Directories {
    http: Http,
    config: DirectoryConfig,
}

impl Directories {
    pub fn new(http: Http, config: DirectoryConfig) -> Self {
        Self { http, config }
    }

    /// Who hears the words, for people.
    pub fn host(&self, directory: Directory) -> String {
        http::host(match directory {
            Directory::Apple => &self.config.apple,
            Directory::Fyyd => &self.config.fyyd,
        })
    }

    /// The shows that `directory` finds, its best first, each feed once, at most `limit`. Dropping the future stops it.
    pub async fn search(
        &self,
        directory: Directory,
        words: &str,
        limit: usize,
    ) -> Result<Vec<FoundShow>> {
        let search = async {
            match directory {
                Directory::Apple => self.search_apple(words, limit).await,
                Directory::Fyyd => {
                    let address = fyyd::address(&self.config.fyyd, words, limit);
                    self.ask(address, fyyd::read).await
                }
            }
        };
        let late = Error::TimedOut { host: self.host(directory) };
        let found =
            tokio::time::timeout(self.config.patience, search).await.map_err(|_| late)??;
        Ok(each_once(found, limit))
    }

    /// Apple has no shop in some countries, and refuses to search there: its largest one answers instead.
    async fn search_apple(&self, words: &str, limit: usize) -> Result<Vec<FoundShow>> {
        let address = |country| apple::address(&self.config.apple, words, limit, country);
        let country = self.config.country.as_deref();
        match self.ask(address(country), apple::read).await {
            Err(Error::Status { status: 400, .. }) if country.is_some() => {
                self.ask(address(None), apple::read).await
            }
            answer => answer,
        }
    }

    async fn ask(
        &self,
        address: Url,
        read: fn(&Value) -> Option<Vec<FoundShow>>,
    ) -> Result<Vec<FoundShow>> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let answer = self.http.get(address, &headers, BODY_LIMIT).await.map_err(busy)?;
        let Answer { body, broken, url, .. } = answer;
        if let Some(error) = broken {
            return Err(error);
        }
        // Apple's says that it is a script.
        let answer = serde_json::from_str(&decode_text(&body, None)).ok();
        let found = answer.as_ref().and_then(read);
        found.ok_or_else(|| Error::NoList { host: http::host(&url) })
    }
}

/// Apple says 403 where others say 429.
fn busy(error: Error) -> Error {
    match error {
        Error::Status { host, status: 403 | 429, retry_after } => Error::Busy { host, retry_after },
        error => error,
    }
}

fn each_once(found: Vec<FoundShow>, limit: usize) -> Vec<FoundShow> {
    let mut once: Vec<FoundShow> = Vec::with_capacity(found.len().min(limit));
    for show in found {
        if once.len() < limit && once.iter().all(|known| known.feed != show.feed) {
            once.push(show);
        }
    }
    once
}
